using System.CommandLine;
using System.Text;
using GraphRun.Cli.Arguments;

namespace GraphRun.Cli.Help;

/// <summary>Help pages: examples first, then arguments and options; 80 columns, no colour.</summary>
internal static class HelpPage
{
    private const int MaxColumns = 80;
    private const int LongestLabel = 24;

    /// <summary>The page of <c>graphrun help</c>: every command and topic.</summary>
    public static string Overview()
    {
        var page = new StringBuilder("graphrun: runs serialized tensor graphs; variables live on in sessions\n\nUsage:\n  graphrun COMMAND [options]\n");
        Section(page, "Examples", ["graphrun run counter.yaml --target initialize", "graphrun run counter.yaml --fetch foo"]);
        page.Append("\nCommands:\n");
        foreach (var entry in CommandTable.Entries.Where(entry => !entry.IsHidden))
            Row(page, entry.Name, entry.Summary);
        page.Append("\nTopics (graphrun help TOPIC):\n");
        foreach (var topic in HelpTopics.All)
            Row(page, topic.Name, topic.Summary);
        return page.Append("\n'graphrun help COMMAND' and 'graphrun COMMAND --help' show one command.\n").ToString();
    }

    /// <summary>The page of a group of commands such as <c>session</c>: what they work on, and each with an example.</summary>
    /// <param name="topic">The text of the group's topic.</param>
    public static string Group(IReadOnlyList<CommandEntry> entries, string topic, Invocation invocation)
    {
        var page = new StringBuilder(topic).Append("\nCommands:\n");
        foreach (var entry in entries)
            Row(page, entry.Name, entry.Summary);
        Section(page, "Examples", [.. entries.SelectMany(entry => entry.Define(invocation).Examples.Take(2))]);
        return page.Append("\n'graphrun help session log' shows one command with its options.\n").ToString();
    }

    /// <summary>The page of one command.</summary>
    public static string Of(CommandDefinition command)
    {
        var page = new StringBuilder($"graphrun {command.Name}: {command.Summary}\n\nUsage:\n  {command.Usage}\n");
        Section(page, "Examples", command.Examples);
        if (command.Details.Length > 0)
            page.Append('\n').Append(command.Details.TrimEnd()).Append('\n');
        if (command.Arguments.Count > 0)
            page.Append("\nArguments:\n");
        foreach (var argument in command.Arguments)
            Row(page, argument.Name, argument.Description!);
        foreach (var group in command.Groups.Append(SharedOptions.Group))
        {
            page.Append($"\n{group.Title}:\n");
            foreach (var option in group.Options)
                Row(page, Label(option), option.Description!);
        }

        return page.ToString();
    }

    private static void Section(StringBuilder page, string title, IReadOnlyList<string> lines)
    {
        page.Append($"\n{title}:\n");
        foreach (var line in lines)
            page.Append("  ").Append(line).Append('\n');
    }

    private static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name));
        return option.Arity.MaximumNumberOfValues == 0 ? names : $"{names} {option.HelpName}";
    }

    /// <summary>A label and its text in a second column, wrapped; a long label has the text start on the next line.</summary>
    private static void Row(StringBuilder page, string label, string text)
    {
        page.Append("  ").Append(label);
        var column = label.Length + 2;
        if (label.Length > LongestLabel)
        {
            page.Append('\n');
            column = 0;
        }

        foreach (var word in text.Split(' '))
        {
            if (column > LongestLabel + 4 && column + 1 + word.Length > MaxColumns)
            {
                page.Append('\n');
                column = 0;
            }

            var gap = Math.Max(column <= LongestLabel + 3 ? LongestLabel + 4 - column : 1, 1);
            page.Append(' ', gap).Append(word);
            column += gap + word.Length;
        }

        page.Append('\n');
    }
}
