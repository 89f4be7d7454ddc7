namespace GraphRun.Ops.Strings;

/// <summary>Strings in another case, and without spaces at their ends.</summary>
public static class StringCaseOp
{
    private const string Encoding = "encoding: string = ''";

    [Op("strings.lower")]
    public static OpDef StringLower { get; } = StringElements.Each(
        "StringLower",
        "Strings in lower case: of ASCII letters, or of all letters with encoding 'utf-8'.",
        "strings.lower('Graph')",
        [Encoding],
        attrs => IsUnicode(attrs) ? text => Convert(text, value => value.ToLowerInvariant()) : text => Ascii(text, 'A', 'Z', 32));

    [Op("strings.upper")]
    public static OpDef StringUpper { get; } = StringElements.Each(
        "StringUpper",
        "Strings in upper case: of ASCII letters, or of all letters with encoding 'utf-8'.",
        "strings.upper('Graph')",
        [Encoding],
        attrs => IsUnicode(attrs) ? text => Convert(text, value => value.ToUpperInvariant()) : text => Ascii(text, 'a', 'z', -32));

    [Op("strings.strip")]
    public static OpDef StringStrip { get; } = StringElements.Each(
        "StringStrip",
        "Strings without the spaces, tabs and line ends at either end.",
        "strings.strip(' graph ')",
        [],
        _ => text => StringElements.Strip(text).ToArray());

    private static bool IsUnicode(Graphs.Attrs attrs) => attrs.Text("encoding") switch
    {
        "" => false,
        "utf-8" => true,
        var other => throw StringElements.Invalid($"only utf-8 or '' (no encoding) is supported, received {other}"),
    };

    private static byte[] Convert(byte[] text, Func<string, string> convert) =>
        System.Text.Encoding.UTF8.GetBytes(convert(System.Text.Encoding.UTF8.GetString(text)));

    private static byte[] Ascii(byte[] text, char first, char last, int by)
    {
        var converted = (byte[])text.Clone();
        foreach (ref var character in converted.AsSpan())
        {
            if (character >= first && character <= last)
                character = (byte)(character + by);
        }

        return converted;
    }
}
