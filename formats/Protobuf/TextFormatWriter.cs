using System.Globalization;
using System.Text;

namespace GraphRun.Formats.Protobuf;

/// <summary>Writes a serialized message in protobuf's text format, as protobuf itself lays it out.</summary>
internal static class TextFormatWriter
{
    /// <param name="bytes">A message of the schema, from our own hands.</param>
    public static void Write(ReadOnlySpan<byte> bytes, MessageSchema schema, TextWriter output)
    {
        var open = new Stack<(MessageSchema Schema, int Position, int End)>([(schema, 0, bytes.Length)]);
        var line = new StringBuilder();
        while (open.TryPop(out var level))
        {
            var reader = new WireReader(bytes[level.Position..level.End]);
            var entered = false;
            while (!entered && reader.Next())
            {
                if (!level.Schema.TryGet(reader.Field, out var field))
                    continue;
                line.Clear().Append(' ', 2 * open.Count).Append(field.Name);
                if (field.Message is null)
                {
                    AppendValues(line, field, reader, output);
                    continue;
                }

                output.Write(line.Append(" {\n"));
                open.Push(level with { Position = level.Position + reader.Position });
                open.Push((field.Message, level.Position + reader.ValueStart, level.Position + reader.Position));
                entered = true;
            }

            if (!entered && open.Count > 0)
                output.Write(line.Clear().Append(' ', 2 * (open.Count - 1)).Append("}\n"));
        }
    }

    /// <summary>Writes a line, or one for each of several numbers in a row of bytes.</summary>
    private static void AppendValues(StringBuilder line, FieldSchema field, WireReader reader, TextWriter output)
    {
        if (!field.CanBePacked || reader.Type != WireType.Bytes)
        {
            AppendValue(line.Append(": "), field, reader.Number, reader.Type == WireType.Bytes ? reader.Value : default);
            output.Write(line.Append('\n'));
            return;
        }

        var start = line.Append(": ").Length;
        var values = new PackedNumbers(reader.Value, field.WireType);
        while (values.Next())
        {
            line.Length = start;
            AppendValue(line, field, values.Number, default);
            output.Write(line.Append('\n'));
        }
    }

    private static void AppendValue(StringBuilder line, FieldSchema field, ulong number, ReadOnlySpan<byte> bytes)
    {
        switch (field.Kind)
        {
            case FieldKind.Bytes or FieldKind.Text:
                TextStrings.Append(line, bytes);
                break;
            case FieldKind.Bool:
                line.Append(number == 0 ? "false" : "true");
                break;
            case FieldKind.DType:
                line.Append(DTypeNames.Of((int)number));
                break;
            case FieldKind.Float:
                line.Append(Special(BitConverter.UInt32BitsToSingle((uint)number).ToString("R", CultureInfo.InvariantCulture)));
                break;
            case FieldKind.Double:
                line.Append(Special(BitConverter.UInt64BitsToDouble(number).ToString("R", CultureInfo.InvariantCulture)));
                break;
            case FieldKind.Int32 or FieldKind.Int64:
                line.Append((long)number);
                break;
            default:
                line.Append(number);
                break;
        }
    }

    private static string Special(string number) => number switch
    {
        "NaN" => "nan",
        "Infinity" => "inf",
        "-Infinity" => "-inf",
        _ => number,
    };
}
