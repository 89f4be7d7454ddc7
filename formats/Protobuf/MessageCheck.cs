using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Protobuf;

/// <summary>
/// Walks through a serialized message before it is decoded: damage is told with the path of its field, and messages that are too deep
/// or too many are refused before they take memory.
/// </summary>
internal static class MessageCheck
{
    /// <summary>What protobuf's own decoder allows.</summary>
    public const int MaxDepth = 100;

    /// <summary>Each takes up to a hundred bytes of memory and as little as two of a file.</summary>
    public const int MaxMessages = 20_000_000;

    /// <exception cref="GraphRunException">The first field that is damaged, by its path.</exception>
    public static void Check(ReadOnlySpan<byte> bytes, MessageSchema schema, string file)
    {
        var open = new Stack<Level>();
        open.Push(new Level(schema, "", 0, bytes.Length));
        for (var messages = 1; open.TryPop(out var level);)
        {
            var reader = new WireReader(bytes[level.Position..level.End]);
            while (reader.Next())
            {
                if (!level.Schema.TryGet(reader.Field, out var field))
                    continue;
                CheckType(reader, field, open, level, file);
                if (field.Message is null)
                    continue;
                if (++messages > MaxMessages)
                    throw Limit(file, Path(open, level, field), $"the file has more than {MaxMessages} messages");
                if (open.Count >= MaxDepth)
                    throw Limit(file, Path(open, level), $"messages are nested deeper than {MaxDepth}");
                open.Push(level with { Position = level.Position + reader.Position });
                level = Enter(bytes, field, level, reader);
                reader = new WireReader(bytes[level.Position..level.End]);
            }

            if (reader.Fault is { } fault)
                throw Damaged(file, Path(open, level, FieldOf(level, reader)), fault);
        }
    }

    private static FieldSchema? FieldOf(Level level, WireReader reader) => level.Schema.TryGet(reader.Field, out var field) ? field : null;

    private static Level Enter(ReadOnlySpan<byte> bytes, FieldSchema field, Level level, WireReader reader)
    {
        var start = level.Position + reader.ValueStart;
        var end = level.Position + reader.Position;
        return new Level(field.Message!, field.Name + NameIn(field.Message!, bytes[start..end]), start, end);
    }

    private static void CheckType(WireReader reader, FieldSchema field, Stack<Level> open, Level level, string file)
    {
        if (reader.Type != field.WireType && !(field.CanBePacked && reader.Type == WireType.Bytes))
            throw Damaged(file, Path(open, level, field), $"it has wire type {(int)reader.Type}, expected {(int)field.WireType}");
        if (reader.Type != WireType.Bytes || !field.CanBePacked)
            return;
        var size = field.WireType switch
        {
            WireType.Fixed32 => 4,
            WireType.Fixed64 => 8,
            _ => 1,
        };
        if (reader.Value.Length % size != 0 || (size == 1 && reader.Value is [.., >= 0x80]))
            throw Damaged(file, Path(open, level, field), "its last number is cut off");
    }

    /// <summary>The name of a node, or the key of an entry, where it comes first, as serializers put it.</summary>
    private static string NameIn(MessageSchema schema, ReadOnlySpan<byte> bytes)
    {
        if (schema != MessageSchemas.Node && !schema.IsEntry)
            return "";
        var reader = new WireReader(bytes);
        if (!reader.Next() || reader.Field != 1 || reader.Type != WireType.Bytes || reader.Value.Length > 1000)
            return "";
        return $"['{Printable.Text(Encoding.UTF8.GetString(reader.Value))}']";
    }

    /// <summary>Of a deep path the ends.</summary>
    private static string Path(Stack<Level> open, Level level, FieldSchema? field = null)
    {
        var parts = open.Reverse().Append(level).Select(part => part.Name).Append(field?.Name ?? "").Where(name => name.Length > 0).ToList();
        return parts.Count <= 12 ? string.Join('.', parts) : string.Join('.', parts.Take(6)) + "..." + parts[^1];
    }

    private static GraphRunException Damaged(string file, string path, string fault) => new(
        ErrorCode.InvalidModel, $"{Printable.Text(file)}: {(path.Length == 0 ? "" : path + ": ")}{fault}", help: "the file is damaged or cut off");

    private static GraphRunException Limit(string file, string path, string message) => new(
        ErrorCode.LimitExceeded, $"{Printable.Text(file)}: {(path.Length == 0 ? "" : path + ": ")}{message}");

    /// <param name="Name">The field that holds the message, and the message's own name.</param>
    private readonly record struct Level(MessageSchema Schema, string Name, int Position, int End);
}
