namespace GraphRun.Errors;

/// <summary>A text that positions point into: its name as the user wrote it and its content.</summary>
public sealed class SourceText
{
    private readonly Lazy<string> content;

    public SourceText(string name, string content) => (Name, this.content) = (name, new Lazy<string>(content));

    /// <summary>A text that is only made when somebody looks at it: of a file that is none.</summary>
    public SourceText(string name, Func<string> content) => (Name, this.content) = (name, new Lazy<string>(content));

    /// <summary>The path as the user gave it, or <c>-</c> for standard input.</summary>
    public string Name { get; }

    public string Content => content.Value;

    /// <summary>The line with the 1-based number <paramref name="number"/>, without its line end; empty past the last line.</summary>
    public string Line(int number)
    {
        var start = 0;
        for (var line = 1; line < number; line++)
        {
            var end = Content.IndexOf('\n', start);
            if (end < 0)
                return "";
            start = end + 1;
        }

        var stop = Content.IndexOf('\n', start);
        return (stop < 0 ? Content[start..] : Content[start..stop]).TrimEnd('\r');
    }
}
