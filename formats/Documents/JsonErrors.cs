using GraphRun.Errors;

namespace GraphRun.Formats.Documents;

/// <summary>Says in plain words why a text is not JSON. The framework's own messages are stripped from trimmed builds.</summary>
internal static class JsonErrors
{
    public static GraphRunException Translate(SourceText source, DocumentBuilder builder, int index)
    {
        var content = source.Content;
        while (index < content.Length && content[index] is ' ' or '\t' or '\r' or '\n')
            index++;
        var (message, help) = index >= content.Length
            ? ("the text ends before the JSON is complete", "close every string, [ and {")
            : builder.IsComplete ? ("one graph per file: the JSON ended before this", null)
            : Explain(content, index);
        var path = builder.Path();
        return new GraphRunException(ErrorCode.Syntax, path.Length == 0 ? message : $"{message}, in {path}", builder.Span(index, 1), help);
    }

    private static (string Message, string? Help) Explain(string content, int index)
    {
        var character = content[index];
        return character switch
        {
            '}' or ']' when Before(content, index) == ',' => ("JSON has no trailing commas", "remove the comma"),
            '/' or '#' => ("JSON has no comments", "remove it, or write the graph in YAML"),
            '\'' => ("JSON strings stand in double quotes", null),
            'N' or 'I' => ("JSON has no NaN or Infinity", "write them as strings: \"nan\", \"inf\""),
            < ' ' => ($"the control character \\x{(int)character:x2} must be escaped in a JSON string", $"write \\u{(int)character:x4}"),
            _ when char.IsAsciiLetter(character) && Before(content, index) is '{' or ',' => ("JSON keys stand in double quotes", null),
            _ when Before(content, index) is '"' or '}' or ']' => ($"expected ',', ':' or a closing bracket, got '{character}'", null),
            _ => ($"unexpected '{Printable.Text(content.AsSpan(index, 1))}' in JSON", null),
        };
    }

    private static char Before(string content, int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (content[i] is not (' ' or '\t' or '\r' or '\n'))
                return content[i];
        }

        return '\0';
    }
}
