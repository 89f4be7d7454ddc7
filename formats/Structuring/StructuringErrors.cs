using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>What cannot be said with If and While.</summary>
internal static class StructuringErrors
{
    private const int MostNames = 8;

    public static GraphRunException Loop(string name, string reason, IReadOnlyList<NodeDef> nodes) =>
        Error($"loop '{name}' cannot be turned into a While, because {reason}", nodes);

    public static GraphRunException Branches(string reason, IReadOnlyList<NodeDef> nodes) =>
        Error($"these branches cannot be turned into an If, because {reason}", nodes);

    public static GraphRunException Cycle(IReadOnlyList<NodeDef> nodes) =>
        Error("these nodes wait for each other, and no NextIteration makes a loop of them", nodes, ErrorCode.Cycle);

    private static GraphRunException Error(string message, IReadOnlyList<NodeDef> nodes, ErrorCode code = ErrorCode.Unsupported)
    {
        var names = string.Join(", ", nodes.Take(MostNames).Select(node => $"'{node.Name}' ({node.Op})"));
        var suffix = nodes.Count > MostNames ? ", ..." : "";
        return new GraphRunException(code, $"{message}: {names}{suffix}", nodes[0].Span, node: nodes[0].Name);
    }
}
