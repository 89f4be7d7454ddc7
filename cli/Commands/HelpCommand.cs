using System.CommandLine;
using System.Text;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Help;
using GraphRun.Errors;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun help [TOPIC]</c></summary>
internal static class HelpCommand
{
    public const string Summary = "show help on a command or a topic";

    public static CommandDefinition Define(Invocation invocation)
    {
        var topic = new Argument<string[]>("TOPIC") { Description = "a command or a topic", Arity = new ArgumentArity(0, 2) };
        topic.CompletionSources.Add(_ => Names());
        return new CommandDefinition
        {
            Name = "help",
            Summary = Summary,
            Examples = ["graphrun help run", "graphrun help feeds"],
            Arguments = [topic],
            Action = result => Show(result.GetValue(topic) ?? [], invocation),
        };
    }

    private static int Show(string[] words, Invocation invocation)
    {
        if (words.Length == 1 && HelpTopics.All.FirstOrDefault(topic => topic.Name == words[0]) is { } topic)
        {
            using var page = topic.Open();
            page.CopyTo(invocation.Output);
            return ExitCodes.Done;
        }

        invocation.Output.Write(Encoding.UTF8.GetBytes(PageOf(words, invocation)));
        return ExitCodes.Done;
    }

    private static string PageOf(string[] words, Invocation invocation)
    {
        if (words.Length == 0)
            return HelpPage.Overview();
        if (CommandTable.Find(words) is { } found && found.Words == words.Length)
            return HelpPage.Of(found.Entry.Define(invocation));
        if (words.Length == 1 && CommandTable.InGroup(words[0]) is { Count: > 0 } group)
            return HelpPage.Group(group, HelpTopics.All.First(topic => topic.Name == "sessions").Text(), invocation);
        var name = string.Join(' ', words);
        throw new GraphRunException(
            ErrorCode.Usage, $"there is no help on '{name}'", help: Suggestion.For(name, Names()) ?? "graphrun help lists commands and topics");
    }

    private static IEnumerable<string> Names() =>
        CommandTable.Entries.Where(entry => !entry.IsHidden).Select(entry => entry.Name).Concat(HelpTopics.All.Select(topic => topic.Name));
}
