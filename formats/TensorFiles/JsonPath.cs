using System.Text;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Where a reader stands in nested lists: <c>$.x[3][0]</c>.</summary>
internal sealed class JsonPath(string root)
{
    private readonly List<long> indices = [];

    public int Depth => indices.Count;

    public void Open() => indices.Add(0);

    /// <summary>Leaves a list; returns how many values it had.</summary>
    public long Close()
    {
        var count = indices[^1];
        indices.RemoveAt(indices.Count - 1);
        return count;
    }

    /// <summary>Steps behind a value.</summary>
    public void Next()
    {
        if (indices.Count > 0)
            indices[^1]++;
    }

    public override string ToString()
    {
        var text = new StringBuilder(root);
        foreach (var index in indices)
            text.Append($"[{index}]");
        return text.ToString();
    }

    /// <summary>The path behind the name of its file; a value that stands alone has no path.</summary>
    public string In(string file) => ToString() is { Length: > 0 } path ? $"{file}: {path}" : file;

    /// <summary>The path of a member of the outermost object.</summary>
    public static string Member(string name) => $"$.{Printable.Text(name)}";
}
