using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;

namespace GraphRun.Cli.Commands;

/// <summary>Finds the fetches and targets of a command line in a graph.</summary>
internal static class RequestedNames
{
    private const int ShownNodes = 10;

    /// <summary>What is asked for; when nothing is, the outputs that the graph declares.</summary>
    /// <exception cref="GraphRunException">
    /// Names that the graph does not have, all at once; or nothing is asked for and declared.
    /// </exception>
    public static (IReadOnlyList<(string Name, Fetch Fetch)> Fetches, IReadOnlyList<Node> Targets) Find(Graph graph, RunOptions options)
    {
        var errors = new ErrorList();
        var fetches = new List<(string Name, Fetch Fetch)>();
        var targets = new List<Node>();
        foreach (var name in options.Fetches)
            Collect(errors, () => fetches.Add((name, Fetch.Parse(graph, name))));
        foreach (var name in options.Targets)
            Collect(errors, () => targets.Add(OutputNames.FindNode(graph, name)));
        errors.ThrowIfAny();
        if (fetches.Count + targets.Count > 0)
            return (fetches, targets);
        var isAskedFor = options.Initializes || options.Asserts.Count > 0 || options.Renames.Count > 0 || options.DropsGone;
        if (graph.Outputs.Count == 0 && !isAskedFor)
            throw NothingRequested(graph);
        return (graph.Outputs, targets);
    }

    private static void Collect(ErrorList errors, Action find)
    {
        try
        {
            find();
        }
        catch (GraphRunException error)
        {
            errors.Add(error);
        }
    }

    private static GraphRunException NothingRequested(Graph graph)
    {
        var names = string.Join(", ", graph.Nodes.Where(node => !node.Name.Contains('/')).Take(ShownNodes).Select(node => node.Name));
        return new GraphRunException(
            ErrorCode.NothingRequested,
            "nothing is asked for, and the graph declares no outputs",
            help: $"add --fetch NAME or --target NAME; the graph has {names}{(graph.Nodes.Count > ShownNodes ? ", ..." : "")}");
    }
}
