using System.Text;

namespace GraphRun.Formats.Documents;

/// <summary>Makes text from a file safe to print: control characters are shown escaped, long text is cut.</summary>
public static class Printable
{
    private const int Longest = 80;

    /// <inheritdoc cref="Text(ReadOnlySpan{char})"/>
    public static string Text(string? text) => text is null ? "" : IsPlain(text) ? text : Text(text.AsSpan());

    /// <summary>At most 80 characters, then <c>...</c>; control and other invisible characters as <c>\x1b</c> or <c>\u202e</c>.</summary>
    public static string Text(ReadOnlySpan<char> text)
    {
        if (IsPlain(text))
            return text.ToString();
        var printable = new StringBuilder();
        foreach (var character in text[..Math.Min(text.Length, Longest)])
        {
            if (!IsInvisible(character))
                printable.Append(character);
            else
                printable.Append(character <= 0xff ? $"\\x{(int)character:x2}" : $"\\u{(int)character:x4}");
        }

        return printable.Append(text.Length > Longest ? "..." : "").ToString();
    }

    /// <summary>Readers prepare names for messages that are hardly ever given, so names that are nothing but ASCII cost nothing.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text) => text.Length <= Longest && !text.ContainsAnyExceptInRange(' ', '~');

    private static bool IsInvisible(char character) => char.GetUnicodeCategory(character) is
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
