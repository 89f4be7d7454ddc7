using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>
/// Opens examples in files. <c>NAME=FILE</c> or <c>NAME=FILE:KEY</c> gives one output its examples; a file alone gives every output
/// that the run needs the array or column of its name. Several files for one output follow each other. Files are read into memory as
/// long as they fit into what is set aside for them; what is beyond stays where it is and is read batch by batch.
/// </summary>
/// <param name="needed">The outputs that the run needs fed and that no feed gives, by name.</param>
/// <param name="memory">The bytes of files that are read into memory. Default: 256 MiB.</param>
public sealed class DataFiles(Graph graph, IReadOnlyDictionary<string, Output> needed, StandardInput input, long memory = 256 << 20)
{
    private readonly FeedReader reader = new(input);
    private long left = memory;

    /// <exception cref="GraphRunException">A file that cannot be read or does not fit its output, or no data for what needs it.</exception>
    public TrainingData Read(IReadOnlyList<string> arguments)
    {
        var parts = new Dictionary<Output, List<IExampleRows>>();
        foreach (var argument in arguments)
        {
            foreach (var (output, rows) in ReadOne(argument))
            {
                if (!parts.TryGetValue(output, out var list))
                    parts.Add(output, list = []);
                list.Add(rows);
            }
        }

        if (needed.FirstOrDefault(pair => !parts.ContainsKey(pair.Value)) is { Key: { } missing })
        {
            throw new GraphRunException(
                ErrorCode.MissingFeed, $"no data for '{missing}'", help: $"add --data {missing}=FILE, or --feed {missing}=VALUE");
        }

        return parts.Count > 0
            ? new TrainingData([.. parts.Select(pair => (pair.Key, Join(pair.Value)))])
            : throw new GraphRunException(ErrorCode.InvalidFeed, "no file has data for an output of the graph");
    }

    /// <summary>The path in an argument.</summary>
    public static string PathIn(string argument) =>
        argument.IndexOf('=') is var equals && equals > 0 ? PathOf(argument[(equals + 1)..]) : argument;

    private List<(Output Output, IExampleRows Rows)> ReadOne(string argument)
    {
        var equals = argument.IndexOf('=');
        if (equals > 0)
            return [ReadNamed(argument[..equals], argument[(equals + 1)..], KeepsOnDisk(PathOf(argument[(equals + 1)..])))];
        var isLarge = KeepsOnDisk(argument);
        var isTable = FormatDetection.OfPath(argument) is TensorFileFormat.Csv or TensorFileFormat.Tsv or TensorFileFormat.JsonLines;
        var names = isTable ? needed.Keys : isLarge ? LargeFile.Names(argument)?.Where(name => Find(name) is not null) : null;
        if (names is not null)
            return [.. names.Select(name => ReadColumn(name, argument, isLarge))];
        var found = new List<(Output Output, IExampleRows Rows)>();
        foreach (var (name, value) in TensorFile.ReadAll(argument))
        {
            if (Find(name) is { } output)
                found.Add((output, new TensorRows(Checked(name, FeedFit.Fit(name, value, Declared(output))))));
        }

        return found;
    }

    private (Output Output, IExampleRows Rows) ReadColumn(string name, string file, bool isLarge)
    {
        try
        {
            return ReadNamed(name, $"{file}:{name}", isLarge);
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.InvalidTensorFile && error.Diagnostics[0].Help is { } help)
        {
            var whole = $"--data {name}={file} takes the whole table";
            throw new GraphRunException([error.Diagnostics[0] with { Help = $"{help}{(help.EndsWith('?') ? "" : ";")} {whole}" }]);
        }
    }

    private (Output Output, IExampleRows Rows) ReadNamed(string name, string file, bool isLarge)
    {
        var feed = FeedParser.Parse($"{name}=@{file}");
        var output = GraphFeeds.Find(graph, feed.Name);
        var rows = isLarge && feed is { DType: DType.None, Shape: null, Source: FileSource source }
            ? LargeFile.Open(source.Path, source.Key, Declared(output))
            : null;
        return (output, rows is null ? new TensorRows(Checked(name, reader.Read(feed, Declared(output)))) : Fitted(name, rows, output));
    }

    /// <summary>Whether a file does not fit into the memory that is left; one that does takes its part of it.</summary>
    private bool KeepsOnDisk(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return false;
        if (file.Length > left)
            return true;
        left -= file.Length;
        return false;
    }

    private static string PathOf(string file) => FeedParser.ParseSource($"@{file}", "data") is FileSource source ? source.Path : file;

    private Output? Find(string name) => needed.TryGetValue(name, out var output) ? output
        : graph.TryGetNode(name, out var node) && node.OutputDTypes.Length > 0 ? new Output(node, 0)
        : null;

    /// <summary>Any number of examples of what the output takes.</summary>
    private static ExpectedTensor Declared(Output output) =>
        new(output.DType, ExampleShapes.OfMany(output.Shape, Shape.Unknown));

    private static Tensor Checked(string name, Tensor value) => value.Rank > 0 ? value : throw new GraphRunException(
        ErrorCode.FeedMismatch,
        $"the data for '{name}' is a single value, expected one example after the other",
        help: $"--feed {name}=VALUE");

    private static IExampleRows Fitted(string name, IExampleRows rows, Output output)
    {
        FeedFit.CheckShape(name, rows.Shape, Declared(output));
        if (rows.DType == output.DType)
            return rows;
        FeedFit.Fit(name, Tensor.Allocate(rows.DType, Shape.Of(0)), new ExpectedTensor(output.DType));
        return new ConvertedRows(rows, output.DType, name);
    }

    private static IExampleRows Join(List<IExampleRows> parts) => parts.Count == 1 ? parts[0] : new JoinedRows(parts);
}
