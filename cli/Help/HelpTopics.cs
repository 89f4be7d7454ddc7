using System.Reflection;

namespace GraphRun.Cli.Help;

/// <summary>A page on a subject rather than a command; its text is the file <c>Help/Topics/NAME.txt</c>.</summary>
internal sealed record HelpTopic(string Name, string Summary)
{
    /// <summary>The whole page.</summary>
    public Stream Open() => Assembly.GetExecutingAssembly().GetManifestResourceStream($"topics/{Name}.txt")!;

    /// <summary>The whole page as a string.</summary>
    public string Text()
    {
        using var reader = new StreamReader(Open());
        return reader.ReadToEnd();
    }
}

/// <summary>Every topic there is.</summary>
internal static class HelpTopics
{
    public static IReadOnlyList<HelpTopic> All { get; } =
    [
        new("feeds", "how values are given to a run"),
        new("fetches", "what can be asked of a run, and in which order it happens"),
        new("formats", "how results are printed and written"),
        new("sessions", "where variables live between runs"),
        new("exit-codes", "what the process answers with"),
        new("environment", "environment variables that are read"),
        new("graph-format", "the graph file in one page"),
        new("models", "models and checkpoints of TensorFlow, conversion"),
        new("limits", "sizes beyond which input is refused"),
    ];
}
