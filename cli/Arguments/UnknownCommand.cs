using GraphRun.Errors;

namespace GraphRun.Cli.Arguments;

/// <summary>The error for words that call no command.</summary>
internal static class UnknownCommand
{
    public static GraphRunException Of(ReadOnlySpan<string> args)
    {
        if (args[0].StartsWith('-'))
            return new GraphRunException(ErrorCode.Usage, $"a command must come before {args[0]}", help: "graphrun COMMAND [options] (see graphrun help)");
        var group = CommandTable.InGroup(args[0]);
        if (group.Count == 0)
            return Unknown($"there is no command '{args[0]}'", args[0], CommandTable.Entries.Select(entry => entry.Name.Split(' ')[0]), "graphrun help");
        var names = group.Select(entry => entry.Name.Split(' ')[1]).ToArray();
        if (args.Length == 1)
            return new GraphRunException(ErrorCode.Usage, $"'{args[0]}' needs a second word: {string.Join(", ", names)}", help: $"graphrun help {args[0]}");
        return Unknown($"there is no command '{args[0]} {args[1]}'", args[1], names, $"graphrun help {args[0]}");
    }

    private static GraphRunException Unknown(string message, string word, IEnumerable<string> known, string help) =>
        new(ErrorCode.Usage, message, help: Suggestion.For(word, known) ?? help);
}
