using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Sessions;

/// <summary>A variable, or a scope with all that stands in it, that has another name in the graph than in the session.</summary>
public sealed record VariableRename(string Old, string New)
{
    /// <summary>Reads <c>old=new</c>.</summary>
    /// <exception cref="GraphRunException">It is not spelt so.</exception>
    public static VariableRename Parse(string text)
    {
        var equals = text.IndexOf('=');
        if (equals > 0 && equals < text.Length - 1)
            return new VariableRename(text[..equals].TrimEnd('/'), text[(equals + 1)..].TrimEnd('/'));
        throw new GraphRunException(ErrorCode.Usage, $"'{Printable.Text(text)}' is no value for --rename: expected OLD=NEW");
    }

    /// <summary>The new name of what the session calls <paramref name="name"/>; null when this is not about it.</summary>
    public string? Apply(string name) => name == Old ? New : IsBelow(name, Old) ? New + name[Old.Length..] : null;

    /// <summary>Whether a name is already what this makes of another.</summary>
    public bool IsResult(string name) => name == New || IsBelow(name, New);

    private static bool IsBelow(string name, string scope) => name.StartsWith(scope + "/", StringComparison.Ordinal);

    public override string ToString() => $"{Old}={New}";
}
