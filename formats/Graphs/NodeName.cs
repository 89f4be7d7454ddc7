using System.Buffers;
using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Graphs;

/// <summary>
/// The rule for names of nodes and outputs: TensorFlow's <c>[A-Za-z0-9.][A-Za-z0-9_.\-/&gt;]*</c>, 1 to 256 characters, no
/// <c>..</c>.
/// </summary>
public static class NodeName
{
    /// <summary>In characters, scopes included.</summary>
    public const int MaxLength = 256;

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> firstLetters = SearchValues.Create(Alphanumeric + ".");

    private static readonly SearchValues<char> letters = SearchValues.Create(Alphanumeric + "_.-/>");

    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxLength && firstLetters.Contains(name[0]) && name.IndexOfAnyExcept(letters) < 0 && !HasDots(name);

    /// <summary>What is wrong with a name that is not valid.</summary>
    internal static Diagnostic Error(string name, SourceSpan span)
    {
        if (name.Length > MaxLength)
        {
            return new Diagnostic(
                ErrorCode.InvalidName,
                $"Node '{Printable.Text(name)}': a name has at most {MaxLength} characters, this one has {name.Length}",
                span);
        }

        if (name.Length == 0)
            return new Diagnostic(ErrorCode.InvalidName, "a node's name cannot be empty", span);
        var help = !firstLetters.Contains(name[0]) ? "a name begins with a letter, a digit or '.'"
            : HasDots(name) ? "no part of a name between '/' can be '.' or '..'"
            : "letters, digits and _ . - / > make a name";
        return new Diagnostic(ErrorCode.InvalidName, $"Node '{Printable.Text(name)}': Node name contains invalid characters", span, help);
    }

    /// <summary>A part that a file system would take for a folder.</summary>
    private static bool HasDots(ReadOnlySpan<char> name)
    {
        if (!name.Contains('.'))
            return false;
        foreach (var range in name.Split('/'))
        {
            if (name[range] is "." or "..")
                return true;
        }

        return false;
    }
}
