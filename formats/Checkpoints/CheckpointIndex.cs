using System.Text;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Protobuf;

namespace GraphRun.Formats.Checkpoints;

/// <summary>The index of a checkpoint (<c>PREFIX.index</c>): where each tensor lies, and the number of data files.</summary>
internal sealed class CheckpointIndex
{
    private const int MaxBytes = 1 << 29;
    private const int MaxShards = 100_000;

    private readonly Dictionary<string, BundleEntryMessage> entries = [];

    private CheckpointIndex(string file) => File = file;

    /// <summary>The file's name, for messages.</summary>
    public string File { get; }

    public int ShardCount { get; private set; }

    /// <summary>The data files begin each number with its highest byte.</summary>
    public bool IsBigEndian { get; private set; }

    /// <summary>The names of the tensors in the order of the file, those of parts left out.</summary>
    public IEnumerable<string> Names => entries.Keys.Where(key => key is not ['\0', ..]);

    /// <summary>Where a tensor lies; null when there is none of this name.</summary>
    public BundleEntryMessage? Find(string name) => entries.GetValueOrDefault(name);

    /// <exception cref="GraphRun.Errors.GraphRunException">It is no index, or a damaged one.</exception>
    public static CheckpointIndex Read(string file)
    {
        var bytes = MessageFile.ReadBytes(file);
        if (bytes.Length > MaxBytes)
            throw CheckpointErrors.Limit(file, $"an index has at most {MaxBytes} bytes");
        var index = new CheckpointIndex(file);
        var hasHeader = false;
        foreach (var (key, value) in SortedTable.Read(bytes, file))
        {
            if (key.Length > 0)
                index.AddEntry(Text(key), value);
            else
                index.ReadHeader(value);
            hasHeader |= key.Length == 0;
        }

        return hasHeader ? index : throw CheckpointErrors.Invalid(file, "the index has no header: it may be of another program");
    }

    /// <summary>Keys of parts are no text, but one character a byte keeps them apart.</summary>
    private static string Text(byte[] key) => key[0] == 0 ? Encoding.Latin1.GetString(key) : Encoding.UTF8.GetString(key);

    private void ReadHeader(byte[] value)
    {
        MessageCheck.Check(value, MessageSchemas.BundleHeader, $"{File}[header]");
        var header = MessageFile.Decode<BundleHeaderMessage>(value, BundleHeaderMessage.Parser, File, "the header");
        if (header.NumShards is < 0 or > MaxShards)
            throw CheckpointErrors.Invalid(File, $"num_shards is {header.NumShards}");
        (ShardCount, IsBigEndian) = (header.NumShards, header.Endianness == 1);
    }

    private void AddEntry(string key, byte[] value)
    {
        var name = $"{File}[{Printable.Text(key)}]";
        MessageCheck.Check(value, MessageSchemas.BundleEntry, name);
        entries[key] = MessageFile.Decode<BundleEntryMessage>(value, BundleEntryMessage.Parser, name, "the entry");
    }
}
