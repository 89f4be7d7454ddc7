namespace GraphRun.Formats.Documents;

/// <summary>
/// Finds a character of a scalar's text in the source. Folding and indentation change only white space, so the n-th visible
/// character of the text is the n-th visible character of the source; escapes count as what they stand for.
/// </summary>
internal static class ScalarPosition
{
    /// <summary>
    /// The index in <paramref name="written"/> (the scalar as it stands in the source, quotes and block header included).
    /// </summary>
    public static int InSource(ReadOnlySpan<char> written, ScalarStyle style, ReadOnlySpan<char> text, int index)
    {
        var wanted = VisibleUnits(text[..Math.Min(index, text.Length)]);
        var position = ContentStart(written, style);
        while (position < written.Length)
        {
            var (length, visible) = UnitAt(written[position..], style);
            if (visible > wanted)
                break;
            wanted -= visible;
            position += length;
        }

        return Math.Min(position, Math.Max(0, written.Length - 1));
    }

    private static int ContentStart(ReadOnlySpan<char> written, ScalarStyle style) => style switch
    {
        ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => 1,
        ScalarStyle.Block => Math.Max(0, written.IndexOf('\n')),
        _ => 0,
    };

    private static int VisibleUnits(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var character in text)
            count += char.IsWhiteSpace(character) ? 0 : 1;
        return count;
    }

    /// <summary>How many source characters the next character takes, and how many visible UTF-16 units it yields.</summary>
    private static (int Length, int Visible) UnitAt(ReadOnlySpan<char> rest, ScalarStyle style)
    {
        if (style == ScalarStyle.SingleQuoted && rest.StartsWith("''"))
            return (2, 1);
        if (style != ScalarStyle.DoubleQuoted || rest[0] != '\\' || rest.Length < 2)
            return (1, char.IsWhiteSpace(rest[0]) ? 0 : 1);
        return rest[1] switch
        {
            'x' => (4, CodePointVisible(rest, 2)),
            'u' => (6, CodePointVisible(rest, 4)),
            'U' => (10, CodePointVisible(rest, 8)),
            't' or 'n' or 'r' or 'v' or 'f' or ' ' or '\t' or '\n' or '\r' or 'N' or '_' or 'L' or 'P' => (2, 0),
            _ => (2, 1),
        };
    }

    private static int CodePointVisible(ReadOnlySpan<char> rest, int digits)
    {
        var hex = rest.Slice(2, Math.Min(digits, rest.Length - 2));
        if (!int.TryParse(hex, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            return 1;
        return code > char.MaxValue ? 2 : char.IsWhiteSpace((char)code) ? 0 : 1;
    }
}
