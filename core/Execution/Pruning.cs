using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>Finds the nodes that a run needs: feeds cut edges first, then only what fetches and targets reach through data and control edges.</summary>
internal static class Pruning
{
    /// <summary>The needed nodes in canonical order.</summary>
    /// <exception cref="GraphRunException">A placeholder is needed and not fed; all such placeholders are named.</exception>
    internal static List<Node> NeededNodes(RunRequest request)
    {
        var nodes = Reached(request);
        if (Unfed(nodes, request) is { Count: > 0 } missing)
            throw new GraphRunException([.. missing.Select(node => MissingFeed(node, request))]);
        RepeatedFeeds.Refuse(nodes, request.Feeds);
        return nodes;
    }

    /// <summary>The placeholders that a run needs and does not feed, in canonical order.</summary>
    internal static IReadOnlyList<Output> MissingFeeds(RunRequest request) =>
        [.. Unfed(Reached(request), request).Select(node => new Output(node, 0))];

    private static List<Node> Reached(RunRequest request)
    {
        var fed = new HashSet<Output>(request.Feeds);
        var needed = new HashSet<Node>();
        var pending = new Stack<Node>();
        foreach (var fetch in request.Fetches)
            Need(fetch.Output);
        foreach (var target in request.Targets)
            NeedNode(target);
        while (pending.TryPop(out var node))
        {
            foreach (var input in node.Inputs)
                Need(input);
            foreach (var control in node.ControlInputs)
            {
                if (control.Inputs.Count > 0 || control.OutputDTypes.Length != 1 || !fed.Contains(new Output(control, 0)))
                    NeedNode(control);
            }
        }

        var (nodes, positions) = (new Node[needed.Count], new int[needed.Count]);
        needed.CopyTo(nodes);
        for (var i = 0; i < nodes.Length; i++)
            positions[i] = nodes[i].Position;
        Array.Sort(positions, nodes);
        return [.. nodes];

        void Need(Output output)
        {
            if (!fed.Contains(output))
                NeedNode(output.Node);
        }

        void NeedNode(Node node)
        {
            if (needed.Add(node))
                pending.Push(node);
        }
    }

    private static List<Node> Unfed(List<Node> nodes, RunRequest request)
    {
        var fed = new HashSet<Output>(request.Feeds);
        return [.. nodes.Where(node => node.Op.Name == "Placeholder" && !fed.Contains(new Output(node, 0)))];
    }

    private static Diagnostic MissingFeed(Node placeholder, RunRequest request)
    {
        var shape = placeholder.Attrs.Shape("shape");
        var suffix = shape.HasRank ? $" and shape {shape}" : "";
        var wanted = request.Fetches.Select(fetch => fetch.Output.Node).Concat(request.Targets)
            .FirstOrDefault(node => Reaches(node, placeholder, [.. request.Feeds]));
        return new Diagnostic(
            ErrorCode.MissingFeed,
            $"You must feed a value for placeholder tensor '{placeholder.Name}' with dtype {placeholder.OutputDTypes[0].Name()}{suffix}",
            placeholder.Span,
            $"add --feed {placeholder.Name}=VALUE",
            placeholder.Name)
        {
            Note = wanted is null || wanted == placeholder ? null : $"'{wanted.Name}' needs it",
        };
    }

    private static bool Reaches(Node from, Node sought, HashSet<Output> fed)
    {
        var visited = new HashSet<Node> { from };
        var pending = new Stack<Node>(visited);
        while (pending.TryPop(out var node))
        {
            if (node == sought)
                return true;
            foreach (var next in node.Inputs.Where(input => !fed.Contains(input)).Select(input => input.Node).Concat(node.ControlInputs))
            {
                if (visited.Add(next))
                    pending.Push(next);
            }
        }

        return false;
    }
}
