using System.Text;

namespace GraphRun.Formats.Documents;

/// <summary>Makes text from a file safe to print: control characters are shown escaped, long text is cut.</summary>
public static class Printable
{
    private const int Longest = 80;

    /// <summary>At most 80 characters, then <c>...</c>; control and other invisible characters as <c>\x1b</c> or <c>\u202e</c>.</summary>
    public static string Text(ReadOnlySpan<char> text)
    {
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

    private static bool IsInvisible(char character) => char.GetUnicodeCategory(character) is
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
