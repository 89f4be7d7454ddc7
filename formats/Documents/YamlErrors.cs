using GraphRun.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GraphRun.Formats.Documents;

/// <summary>Says in plain words what YamlDotNet's parser stumbled over, and what would put it right.</summary>
internal static class YamlErrors
{
    public static GraphRunException Translate(Exception error, SourceText source, DocumentBuilder builder, ParsingEvent? last)
    {
        var position = (int)((error as YamlException)?.Start.Index ?? last?.End.Index ?? 0);
        if (TabIndent(source.Content, position) is { } tab)
        {
            return new GraphRunException(
                ErrorCode.Syntax, "tabs cannot indent YAML", builder.Span(tab, 1), help: "indent with spaces");
        }

        if (error is not YamlException)
        {
            return new GraphRunException(
                ErrorCode.Syntax, "this is not well-formed YAML", builder.Span(position, 1), help: "close every [ and { that was opened");
        }

        position = Visible(source.Content, position);
        var (message, help) = Explain(error.Message, position < source.Content.Length ? source.Content[position] : '\0');
        return new GraphRunException(ErrorCode.Syntax, message, builder.Span(position, 1), help);
    }

    /// <summary>Some errors stand at the blank before the character that is wrong.</summary>
    private static int Visible(string content, int position)
    {
        while (position < content.Length && content[position] == ' ')
            position++;
        return Math.Min(position, content.Length);
    }

    private static (string Message, string? Help) Explain(string message, char character) => message switch
    {
        _ when message.Contains("found invalid mapping") =>
            ("a value that is not quoted cannot contain ': '", "quote the value, or indent a nested mapping on lines of its own"),
        _ when message.Contains("cannot start any token") =>
            ($"a value cannot begin with '{character}'", "quote the value"),
        _ when message.Contains("unexpected end of stream") => ("this quote is never closed", null),
        _ when message.Contains("unknown escape character") =>
            ("this string has an escape that YAML does not know", "write a backslash as \\\\, or use single quotes"),
        _ when message.Contains("Block sequence entries are not allowed") => (
            "a list item ('- ') cannot begin here", "begin it on a line of its own"),
        _ when message.Contains("did not find expected key") =>
            ("expected 'key: value' with the same indentation as the keys before", "put a space after the colon and align the keys"),
        _ when message.Contains("did not find expected '-' indicator") =>
            ("expected '- ' with the same indentation as the items before", "put a space after the dash and align the items"),
        _ when message.Contains("did not find expected ',' or") => ("a comma or a closing bracket is missing", null),
        _ when message.Contains("incompatible YAML document") => ("this YAML version is not known", "remove the line, or write %YAML 1.2"),
        _ when message.Contains("anchor or alias") =>
            ($"'{character}' begins an anchor or alias, and this is not its name", "quote the value"),
        _ => (Plain(message), null),
    };

    /// <summary>The parser's own words in this program's tone.</summary>
    private static string Plain(string message) =>
        message.Length == 0
            ? "this is not well-formed YAML"
            : $"not well-formed YAML: {char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.')}";

    /// <summary>The tab in the indentation of the line at <paramref name="position"/> or of the line after, if there is one.</summary>
    private static int? TabIndent(string content, int position)
    {
        var start = position == 0 ? 0 : content.LastIndexOf('\n', Math.Min(position, content.Length) - 1) + 1;
        for (var line = 0; line < 2 && start < content.Length; line++)
        {
            var text = content.AsSpan(start);
            var visible = text.IndexOfAnyExcept(' ', '\t');
            var tab = text.IndexOf('\t');
            if (tab >= 0 && visible >= 0 && tab < visible && text[visible] is not ('\r' or '\n' or '#'))
                return start + tab;
            var end = text.IndexOf('\n');
            start = end < 0 ? content.Length : start + end + 1;
        }

        return null;
    }
}
