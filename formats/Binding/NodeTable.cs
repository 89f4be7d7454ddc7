using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Finds the nodes of a file by the names that other nodes use: as written, the innermost scope first; then as one of the nodes that a
/// node of the file consists of (<c>logits/matmul</c>).
/// </summary>
internal sealed class NodeTable
{
    private readonly Dictionary<string, int> indices;

    public NodeTable(IReadOnlyList<NodeDef> nodes)
    {
        indices = new Dictionary<string, int>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++)
            indices.TryAdd(nodes[i].Name, i);
    }

    /// <summary>The names in the file.</summary>
    public IEnumerable<string> Names => indices.Keys;

    /// <summary>A node of the file has this full name.</summary>
    public bool Contains(string name) => indices.ContainsKey(name);

    /// <summary>The node of the file that <paramref name="name"/> is or belongs to, and the full name; null when there is none.</summary>
    public (int Index, string FullName)? Find(string scope, string name)
    {
        for (string? level = scope; level is not null; level = Outer(level))
        {
            if (indices.TryGetValue(level + name, out var index))
                return (index, level + name);
        }

        for (string? level = name.Contains('/') ? scope : null; level is not null; level = Outer(level))
        {
            if (FindOwner(level + name) is { } owner)
                return (owner, level + name);
        }

        return null;
    }

    /// <summary>The node of the file whose name is the longest part of a derived name.</summary>
    private int? FindOwner(string derived)
    {
        for (var cut = derived.LastIndexOf('/'); cut > 0; cut = derived.LastIndexOf('/', cut - 1))
        {
            if (indices.TryGetValue(derived[..cut], out var index))
                return index;
        }

        return null;
    }

    /// <summary>The scope around a scope: of <c>a/b/</c> it is <c>a/</c>, of <c>a/</c> the top, and around that is none.</summary>
    private static string? Outer(string scope) =>
        scope.Length == 0 ? null : scope[..(scope.AsSpan(0, scope.Length - 1).LastIndexOf('/') + 1)];
}
