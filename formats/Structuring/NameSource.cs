using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>The names of a file, to find new ones, and the second outputs that are referred to.</summary>
internal sealed class NameSource
{
    private readonly HashSet<string> taken;
    private readonly HashSet<string> secondOutputs;

    public NameSource(IReadOnlyList<NodeDef> nodes, IEnumerable<string> wanted)
    {
        taken = [.. nodes.Select(node => node.Name)];
        var references = nodes.SelectMany(NodeReferences.Of).Concat(wanted);
        secondOutputs = [.. references.Where(IsSecond).Select(reference => reference[..reference.IndexOf(':')])];
    }

    private static bool IsSecond(string reference) =>
        reference.EndsWith(":1", StringComparison.Ordinal) || reference.EndsWith(":value_index", StringComparison.Ordinal);

    public bool UsesSecondOutput(string node) => secondOutputs.Contains(node);

    /// <summary>A new name: the scope that a node is in, or <paramref name="fallback"/> at the top.</summary>
    public string Unique(string node, string fallback)
    {
        var slash = node.LastIndexOf('/');
        var name = slash > 0 ? node[..slash] : fallback;
        var candidate = name;
        for (var suffix = 1; !taken.Add(candidate); suffix++)
            candidate = $"{name}_{suffix}";
        return candidate;
    }
}
