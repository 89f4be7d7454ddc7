using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>
/// Reads examples from files. <c>NAME=FILE</c> or <c>NAME=FILE:KEY</c> gives one output its examples; a file alone gives every output
/// that the run needs the array or column of its name. Several files for one output follow each other.
/// </summary>
/// <param name="needed">The outputs that the run needs fed and that no feed gives, by name.</param>
public sealed class DataFiles(Graph graph, IReadOnlyDictionary<string, Output> needed, StandardInput input)
{
    private readonly FeedReader reader = new(input);

    /// <exception cref="GraphRunException">A file that cannot be read or does not fit its output, or no data for what needs it.</exception>
    public TrainingData Read(IReadOnlyList<string> arguments)
    {
        var parts = new Dictionary<Output, List<Tensor>>();
        foreach (var argument in arguments)
        {
            foreach (var (output, value) in ReadOne(argument))
            {
                if (!parts.TryGetValue(output, out var tensors))
                    parts.Add(output, tensors = []);
                tensors.Add(value);
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

    private List<(Output Output, Tensor Value)> ReadOne(string argument)
    {
        var equals = argument.IndexOf('=');
        if (equals > 0)
            return [ReadNamed(argument[..equals], argument[(equals + 1)..])];
        if (FormatDetection.OfPath(argument) is TensorFileFormat.Csv or TensorFileFormat.Tsv or TensorFileFormat.JsonLines)
            return [.. needed.Keys.Select(name => ReadNamed(name, $"{argument}:{name}"))];
        var found = new List<(Output Output, Tensor Value)>();
        foreach (var (name, value) in TensorFile.ReadAll(argument))
        {
            if (Find(name) is { } output)
                found.Add((output, Checked(name, FeedFit.Fit(name, value, Declared(output)))));
        }

        return found;
    }

    private (Output Output, Tensor Value) ReadNamed(string name, string file)
    {
        var output = GraphFeeds.Find(graph, name);
        var value = reader.Read(FeedParser.Parse($"{name}=@{file}"), Declared(output));
        return (output, Checked(name, value));
    }

    private Output? Find(string name) => needed.TryGetValue(name, out var output) ? output
        : graph.TryGetNode(name, out var node) && node.OutputDTypes.Length > 0 ? new Output(node, 0)
        : null;

    /// <summary>Any number of examples of what the output takes.</summary>
    private static ExpectedTensor Declared(Output output) =>
        new(output.DType, ExampleShapes.OfMany(output.Shape, Shape.Unknown));

    private static Tensor Checked(string name, Tensor value) => value.Rank > 0 ? value : throw new GraphRunException(
        ErrorCode.FeedMismatch, $"the data for '{name}' is a single value, expected one example after the other", help: $"--feed {name}=VALUE");

    private static Tensor Join(List<Tensor> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var joined = Tensor.Allocate(parts[0].DType, ExampleShapes.OfMany(parts[0].Shape, parts.Sum(part => part.Shape[0])));
        var first = 0L;
        foreach (var part in parts)
        {
            var (shape, expected) = (ExampleShapes.OfOne(part.Shape), ExampleShapes.OfOne(parts[0].Shape));
            if (!shape.Equals(expected))
                throw new GraphRunException(ErrorCode.FeedMismatch, $"examples of shape {shape} follow others of {expected}");
            ElementRange.Copy(part, 0, joined, first, part.ElementCount);
            first += part.ElementCount;
        }

        return joined;
    }
}
