using GraphRun.Formats.Graphs;
using GraphRun.Graphs;

namespace GraphRun.Formats.Conversion;

/// <summary>
/// The names that the nodes of one graph or function have in a file: their own, save for those that no file can have and for
/// placeholders that a model gives a public name.
/// </summary>
internal sealed class NodeNames
{
    private readonly Dictionary<Node, string> names = [];
    private readonly HashSet<string> taken = [];

    /// <param name="nodes">All nodes, in order.</param>
    /// <param name="wanted">Better names for some of them, which they get where no other node has them.</param>
    public NodeNames(IReadOnlyList<Node> nodes, IReadOnlyDictionary<Node, string> wanted)
    {
        foreach (var node in nodes)
            taken.Add(node.Name);
        foreach (var node in nodes)
            names.Add(node, Choose(node, wanted.GetValueOrDefault(node)));
    }

    public string this[Node node] => names[node];

    /// <summary>How other nodes refer to an output.</summary>
    public string Reference(Output output) => output.Index == 0 ? names[output.Node] : $"{names[output.Node]}:{output.Index}";

    /// <summary>The name itself or with a number behind it, when it is taken.</summary>
    public string Unique(string name)
    {
        var unique = name;
        for (var suffix = 1; !taken.Add(unique); suffix++)
            unique = $"{name}_{suffix}";
        return unique;
    }

    private string Choose(Node node, string? wanted)
    {
        if (wanted is not null && wanted != node.Name && NodeName.IsValid(wanted) && taken.Add(wanted))
            return wanted;
        // What is repeated in a function has a name that begins with '_', so that it is nobody else's.
        return node.Name.StartsWith('_') ? Unique(node.Name.TrimStart('_') is { Length: > 0 } rest ? rest : "captured") : node.Name;
    }
}
