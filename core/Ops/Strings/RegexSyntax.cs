using System.Text;
using System.Text.RegularExpressions;

namespace GraphRun.Ops.Strings;

/// <summary>
/// TensorFlow's regular expressions are those of RE2 (<c>github.com/google/re2/wiki/Syntax</c>). .NET's linear-time matcher finds the same
/// matches; what is written otherwise is rewritten here: groups with names, quoted stretches, classes that mean ASCII, the end of the text.
/// </summary>
internal static class RegexSyntax
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly (string Name, string Members)[] namedClasses =
    [
        ("alnum", "0-9A-Za-z"), ("alpha", "A-Za-z"), ("ascii", "\\x00-\\x7F"), ("blank", "\\t "), ("cntrl", "\\x00-\\x1F\\x7F"),
        ("digit", "0-9"),
        ("graph", "!-~"), ("lower", "a-z"), ("print", " -~"), ("punct", "!-/:-@\\[-`{-~"), ("space", "\\t\\n\\v\\f\\r "), ("upper", "A-Z"),
        ("word", "0-9A-Za-z_"), ("xdigit", "0-9A-Fa-f"),
    ];

    /// <summary>The expression, ready to match.</summary>
    /// <exception cref="Errors.GraphRunException"><c>Invalid pattern: (, error: ...</c></exception>
    public static Regex Compile(string pattern, bool isWhole)
    {
        try
        {
            var translated = Translate(pattern);
            return new Regex(isWhole ? $@"\A(?:{translated})\z" : translated, Options);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw StringElements.Invalid($"Invalid pattern: {pattern}, error: {error.Message}");
        }
    }

    /// <summary>The same expression in .NET's notation.</summary>
    internal static string Translate(string pattern)
    {
        var (text, isInClass, hasLines) = (new StringBuilder(), false, HasLines(pattern));
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest[0] == '\\' && rest.Length > 1)
            {
                i += Escape(rest, isInClass, text);
            }
            else if (isInClass && NamedClass(rest) is { Length: > 0 } named)
            {
                text.Append(named.Members);
                i += named.Length - 1;
            }
            else if (!isInClass && NameLength(rest) is > 0 and var length)
            {
                text.Append('(');
                i += length;
            }
            else
            {
                text.Append(rest[0] == '[' && isInClass ? "\\[" : rest[0] == '$' && !isInClass && !hasLines ? @"\z" : rest[0].ToString());
                isInClass = IsInClass(isInClass, pattern, i);
            }
        }

        return text.ToString();
    }

    // Groups count from the left whether they have names or not; .NET would count those with names last, so the names go.
    private static int NameLength(ReadOnlySpan<char> rest)
    {
        var isNamed = rest.StartsWith("(?P<", StringComparison.Ordinal)
            || (rest.StartsWith("(?<", StringComparison.Ordinal) && rest.Length > 3 && rest[3] is not ('=' or '!'));
        return isNamed ? rest.IndexOf('>') : 0;
    }

    // "(?m)" and the like: then "$" is the end of any line, as in .NET; otherwise it is the end of the text alone.
    private static bool HasLines(string pattern)
    {
        for (var at = NextGroup(pattern, 0); at >= 0; at = NextGroup(pattern, at + 2))
        {
            var flags = pattern.AsSpan(at + 2);
            var end = flags.IndexOfAnyExceptInRange('a', 'z');
            if (flags[..(end < 0 ? 0 : end)].Contains('m'))
                return true;
        }

        return false;
    }

    private static int NextGroup(string pattern, int from) => pattern.IndexOf("(?", from, StringComparison.Ordinal);

    private static bool IsInClass(bool isInClass, string pattern, int at) => pattern[at] switch
    {
        '[' => true,
        ']' when isInClass => IsFirstInClass(pattern, at),
        _ => isInClass,
    };

    // "[]a]" and "[^]a]" have a bracket as their first member.
    private static bool IsFirstInClass(string pattern, int at) =>
        pattern[at - 1] == '[' || (at > 1 && pattern[at - 1] == '^' && pattern[at - 2] == '[');

    /// <summary>Writes what a backslash begins; answers how many more characters it took.</summary>
    private static int Escape(ReadOnlySpan<char> rest, bool isInClass, StringBuilder text)
    {
        if (rest[1] == 'Q')
        {
            var end = rest.IndexOf(@"\E", StringComparison.Ordinal);
            text.Append(Regex.Escape((end < 0 ? rest[2..] : rest[2..end]).ToString()));
            return end < 0 ? rest.Length - 1 : end + 1;
        }

        text.Append((rest[1], isInClass) switch
        {
            ('d', false) => "[0-9]",
            ('d', true) => "0-9",
            ('D', false) => "[^0-9]",
            ('D', true) => "\\x00-/:-\\uFFFF",
            ('w', false) => "[0-9A-Za-z_]",
            ('w', true) => "0-9A-Za-z_",
            ('W', false) => "[^0-9A-Za-z_]",
            ('W', true) => "\\x00-/:-@\\[-\\^`{-\\uFFFF",
            ('s', false) => "[\\t\\n\\f\\r ]",
            ('s', true) => "\\t\\n\\f\\r ",
            ('S', false) => "[^\\t\\n\\f\\r ]",
            ('S', true) => "\\x00-\\x08\\x0B\\x0E-\\x1F!-\\uFFFF",
            ('p' or 'P', _) when rest.Length > 2 && rest[2] != '{' => $"\\{rest[1]}{{{rest[2]}}}",
            _ => rest[..2].ToString(),
        });
        return rest[1] is 'p' or 'P' && rest.Length > 2 && rest[2] != '{' ? 2 : 1;
    }

    private static (int Length, string Members) NamedClass(ReadOnlySpan<char> rest)
    {
        foreach (var (name, members) in namedClasses)
        {
            if (rest.StartsWith($"[:{name}:]", StringComparison.Ordinal))
                return (name.Length + 4, members);
        }

        return (0, "");
    }
}
