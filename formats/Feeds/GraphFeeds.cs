using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;

using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>Reads all feeds of a run and finds the outputs of the graph that they replace.</summary>
public static class GraphFeeds
{
    private const int ShownPlaceholders = 10;

    /// <param name="feeds">Feeds as the command line spells them.</param>
    /// <param name="files">Files that hold feeds by name; <c>-</c> is standard input.</param>
    /// <exception cref="GraphRunException">A feed that cannot be read or does not fit, or a name that the graph does not have; all at once.</exception>
    public static IReadOnlyList<(Output Output, Tensor Value)> Read(
        Graph graph, IReadOnlyList<string> feeds, IReadOnlyList<string> files, StandardInput input)
    {
        var reader = new FeedReader(input);
        var errors = new ErrorList();
        var result = new List<(Output Output, Tensor Value)>();
        foreach (var file in files)
            Collect(errors, () => result.AddRange(reader.ReadAll(file, name => Declared(Find(graph, name))).Select(tensor => (Find(graph, tensor.Name), tensor.Value))));
        foreach (var feed in feeds)
            Collect(errors, () => result.Add(ReadOne(graph, FeedParser.Parse(feed), reader)));
        errors.ThrowIfAny();
        return result;
    }

    private static void Collect(ErrorList errors, Action read)
    {
        try
        {
            read();
        }
        catch (GraphRunException error)
        {
            errors.Add(error);
        }
    }

    private static (Output Output, Tensor Value) ReadOne(Graph graph, FeedArgument feed, FeedReader reader)
    {
        var output = Find(graph, feed.Name);
        return (output, reader.Read(feed, Declared(output)));
    }

    private static ExpectedTensor Declared(Output output) => new(output.DType, output.Shape);

    /// <exception cref="GraphRunException">The graph has no such output; the help names the nearest, or the placeholders.</exception>
    internal static Output Find(Graph graph, string name)
    {
        foreach (var (input, output) in graph.Inputs)
        {
            if (input == name)
                return output;
        }

        try
        {
            return OutputNames.Find(graph, name);
        }
        catch (GraphRunException error) when (error.Diagnostics[0].Help is null)
        {
            var placeholders = graph.Nodes.Where(node => node.Op.Name == "Placeholder").Take(ShownPlaceholders)
                .Select(node => $"{PublicName(graph, node)} {node.OutputDTypes[0].Name()}{node.OutputShapes[0]}").ToList();
            var help = placeholders.Count == 0 ? "the graph has no placeholders" : $"its placeholders are {string.Join(", ", placeholders)}";
            throw new GraphRunException([error.Diagnostics[0] with { Help = help }]);
        }
    }

    private static string PublicName(Graph graph, Node placeholder) =>
        graph.Inputs.FirstOrDefault(input => input.Output.Node == placeholder).Name ?? placeholder.Name;
}
