using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>What a checkpoint writes down about the values that were fed to its run.</summary>
public static class FeedDigest
{
    /// <summary>Fed values of at most so many bytes together are recorded unasked.</summary>
    public const long RecordedUnasked = 64 << 10;

    /// <summary>One line for each feed: CRC-32C of dtype, shape and value, dtype and shape, name. Names are in their order.</summary>
    public static string Of(IReadOnlyList<(Output Output, Tensor Value)> feeds) => feeds.Count == 0 ? "" : string.Join('\n', feeds
        .OrderBy(feed => feed.Output.ToString(), StringComparer.Ordinal)
        .Select(feed => Line(feed.Output.ToString(), feed.Value)));

    /// <summary>The values to record: all of them, or those that are small enough together.</summary>
    public static IReadOnlyList<KeyValuePair<string, Tensor>> Recorded(IReadOnlyList<(Output Output, Tensor Value)> feeds, bool all) =>
        all || feeds.Sum(feed => TensorContent.Length(feed.Value)) <= RecordedUnasked
            ? [.. feeds.Select(feed => KeyValuePair.Create(feed.Output.ToString(), feed.Value))]
            : [];

    /// <summary>The line of one feed.</summary>
    public static string Line(string name, Tensor value) =>
        $"{TensorContent.Crc(value):x8} {value.DType.Name()}[{string.Join(',', value.Shape.Dims.ToArray())}] {name}";

    /// <summary>The names in a digest.</summary>
    public static IEnumerable<string> NamesIn(string digest) =>
        digest.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 3)[2]);
}
