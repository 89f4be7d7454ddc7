using System.CommandLine;
using GraphRun.Cli.Arguments;

namespace GraphRun.Cli.Completions;

/// <summary>What could stand where the cursor is, read from the same definitions that the command line is parsed by.</summary>
internal static class Candidates
{
    /// <summary>The candidates for the last word, which may be empty or begun; in the order of their definition.</summary>
    public static IEnumerable<string> For(string[] words, Invocation invocation)
    {
        var last = words.Length == 0 ? "" : words[^1];
        var all = CommandTable.Find(words.Length == 0 ? [] : words[..^1]) is { } found
            ? InCommand(found.Entry.Define(invocation), words[found.Words..^1], last)
            : CommandWords(words);
        return all.Where(candidate => candidate.StartsWith(last, StringComparison.Ordinal)).Distinct();
    }

    private static IEnumerable<string> CommandWords(string[] words)
    {
        var visible = CommandTable.Entries.Where(entry => !entry.IsHidden);
        return words.Length switch
        {
            <= 1 => visible.Select(entry => entry.Name.Split(' ')[0]).Concat(["--help", "--version"]),
            2 => CommandTable.InGroup(words[0]).Select(entry => entry.Name.Split(' ')[1]),
            _ => [],
        };
    }

    private static IEnumerable<string> InCommand(CommandDefinition command, string[] before, string last)
    {
        var result = CommandParser.Parse(command, before);
        var options = command.Options.ToArray();
        if (last.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && Named(options, last[..equals]) is { } assigned)
            return ValuesOf(assigned, result).Select(value => $"{assigned.Name}={value}");
        if (before.Length > 0 && Named(options, before[^1]) is { } option && option.Arity.MaximumNumberOfValues > 0)
            return ValuesOf(option, result);
        if (last.StartsWith('-'))
            return options.Where(candidate => candidate.Arity.MaximumNumberOfValues > 1 || !IsGiven(result, candidate)).Select(candidate => candidate.Name);
        var open = command.Arguments.FirstOrDefault(argument => Given(result, argument) < argument.Arity.MaximumNumberOfValues);
        return open is null ? [] : open.CompletionSources.SelectMany(source => source(result.GetCompletionContext())).Select(item => item.Label);
    }

    private static Option? Named(Option[] options, string name) => options.FirstOrDefault(option => option.Name == name);

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static int Given(ParseResult result, Argument argument) => result.GetResult(argument)?.Tokens.Count ?? 0;

    private static IEnumerable<string> ValuesOf(Option option, ParseResult result) =>
        option.CompletionSources.SelectMany(source => source(result.GetCompletionContext())).Select(item => item.Label);
}
