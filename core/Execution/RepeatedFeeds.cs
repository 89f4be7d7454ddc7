using GraphRun.Errors;
using GraphRun.Graphs;

namespace GraphRun.Execution;

/// <summary>
/// Functions that are written inside a graph repeat its constants and name its variables again (<see cref="FunctionBuilder"/>), so a value
/// that is fed to one of these would not reach them.
/// </summary>
internal static class RepeatedFeeds
{
    /// <exception cref="GraphRunException">A node that the run needs calls a function that repeats what is fed.</exception>
    internal static void Refuse(IReadOnlyList<Node> nodes, IReadOnlyList<Output> feeds)
    {
        var repeated = feeds.Where(feed => feed.Node.Inputs.Count == 0 && feed.Node.Op.Name != "Placeholder").ToList();
        if (repeated.Count == 0)
            return;
        foreach (var node in nodes.Where(node => node.Functions.Count > 0))
        {
            if (repeated.Find(feed => Repeats(node, feed.Node)) is { Node: { } fed })
                throw Refused(fed, node);
        }
    }

    private static bool Repeats(Node caller, Node fed)
    {
        var names = new HashSet<string>();
        var pending = new Stack<(GraphFunction Function, string Name)>(caller.Functions.Select(function => (function, "_" + fed.Name)));
        while (pending.TryPop(out var next))
        {
            if (!names.Add($"{next.Function.Name} {next.Name}"))
                continue;
            foreach (var node in next.Function.Body.Nodes)
            {
                if (node.Name == next.Name && node.Op == fed.Op)
                    return true;
                foreach (var inner in node.Functions)
                    pending.Push((inner, "_" + next.Name));
            }
        }

        return false;
    }

    private static GraphRunException Refused(Node fed, Node caller) => new(
        ErrorCode.Unsupported,
        $"'{fed.Name}' cannot be fed in a run that needs '{caller.Name}': the functions of this {caller.Op.Name} use the {fed.Op.Name} itself",
        fed.Span,
        $"to feed it, let the functions use a node computed from it, such as identity({fed.Name})",
        fed.Name);
}
