using System.Globalization;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.TensorFiles;

namespace GraphRun.Formats.Feeds;

/// <summary>What to say of a value on the command line that is none, with the spelling that was probably meant.</summary>
internal static class LiteralErrors
{
    /// <summary>What a feed's value may be.</summary>
    public const string Expected = "expected a number, true, false, a \"text\", a [list], a generator such as zeros, or @FILE";

    public static GraphRunException NoLiteral(string text, string name) =>
        new(ErrorCode.InvalidFeed, $"{name}: {Expected}, got '{Printable.Text(text)}'", help: Help(text));

    private static string? Help(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            var isNumber = long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
            return isNumber ? $"write {value}" : null;
        }

        if (text.Contains('_') && IsNumber(text.Replace("_", "", StringComparison.Ordinal)))
            return $"write {text.Replace("_", "", StringComparison.Ordinal)}";
        if (text is "True" or "False")
            return $"write {text.ToLowerInvariant()}";
        if (text.StartsWith('(') && text.EndsWith(')'))
            return $"write [{text[1..^1]}]";
        return text.Contains(',') ? CommaHelp(text) : WordHelp(text);
    }

    private static string? CommaHelp(string text)
    {
        var parts = text.Split(',');
        if (!Array.TrueForAll(parts, part => IsNumber(part.Trim())))
            return null;
        var list = $"a list is [{text}]";
        return parts.Length == 2 ? $"decimals have a point, {parts[0]}.{parts[1].Trim()}; {list}" : list;
    }

    private static string? WordHelp(string text)
    {
        var open = text.IndexOf('(');
        var word = open < 0 ? text : text[..open];
        if (Suggestion.For(word, GeneratorParser.Parameters.Keys) is { } suggestion)
            return suggestion;
        var isWord = char.IsLetter(text[0]) && open < 0;
        return isWord ? $"a text stands in quotes that the shell leaves alone: '\"{Printable.Text(text)}\"'" : null;
    }

    private static bool IsNumber(string text) => NumberParser.IsNumber(Encoding.UTF8.GetBytes(text), out _);
}
