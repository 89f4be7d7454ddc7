using System.Globalization;
using System.Text;

namespace GraphRun.Cli.Diagnostics;

/// <summary>The line of a text that a diagnostic points into, and the carets under it.</summary>
internal static class Snippet
{
    /// <summary>What a line is cut to, around its caret.</summary>
    public const int MaxColumns = 120;

    private const string Ellipsis = "...";

    /// <summary>
    /// The line as a terminal may show it (control characters escaped, at most <see cref="MaxColumns"/> columns) and a line with carets
    /// under the <paramref name="length"/> characters from the 1-based <paramref name="column"/> on.
    /// </summary>
    public static (string Line, string Carets) Of(string line, int column, int length)
    {
        var start = Math.Clamp(column - 1, 0, line.Length);
        var end = Math.Clamp(start + Math.Max(1, length), start, line.Length);
        var (from, to) = Window(line, start, end);
        var head = (from > 0 ? Ellipsis : "") + Escape(line.AsSpan(from, start - from));
        var marked = Escape(line.AsSpan(start, Math.Min(end, to) - start));
        var tail = Escape(line.AsSpan(Math.Min(end, to), to - Math.Min(end, to))) + (to < line.Length ? Ellipsis : "");
        return (head + marked + tail, new string(' ', Width(head)) + new string('^', Math.Max(1, Width(marked))));
    }

    /// <summary>Control characters as <c>\x1b</c>; lone surrogates and invisible format characters as <c>\u202e</c>; a tab as one space.</summary>
    public static string Escape(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                result.Append(text[i]).Append(text[++i]);
            else if (text[i] == '\t')
                result.Append(' ');
            else if (char.IsControl(text[i]))
                result.Append($"\\x{(int)text[i]:x2}");
            else if (char.IsSurrogate(text[i]) || CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.Format)
                result.Append($"\\u{(int)text[i]:x4}");
            else
                result.Append(text[i]);
        }

        return result.ToString();
    }

    /// <summary>The stretch of the line that is shown: all of it, or about <see cref="MaxColumns"/> characters with the marked ones inside.</summary>
    private static (int From, int To) Window(string line, int start, int end)
    {
        if (line.Length <= MaxColumns)
            return (0, line.Length);
        var room = MaxColumns - 2 * Ellipsis.Length;
        var from = Math.Clamp(start - Math.Max(0, room - (end - start)) / 2, 0, line.Length - room);
        if (from <= Ellipsis.Length)
            from = 0;
        var to = Math.Min(line.Length, from + room);
        return (CharacterStart(line, from), CharacterStart(line, to));
    }

    private static int CharacterStart(string line, int index) =>
        index > 0 && index < line.Length && char.IsLowSurrogate(line[index]) && char.IsHighSurrogate(line[index - 1]) ? index - 1 : index;

    /// <summary>Columns on a terminal: a character beyond the basic plane (an emoji) and a CJK character take two.</summary>
    private static int Width(string text)
    {
        var width = 0;
        foreach (var letter in text)
            width += letter is >= '\u1100' and <= '\u115f' or >= '\u2e80' and <= '\ua4cf' or >= '\uac00' and <= '\ud7a3' or >= '\uf900' and <= '\ufaff' or >= '\uff00' and <= '\uff60' ? 2 : 1;
        return width;
    }
}
