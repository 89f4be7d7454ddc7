using System.CommandLine;

namespace GraphRun.Cli.Arguments;

/// <summary>Parses the words after a command's name, without the library's response files and bundled letters.</summary>
internal static class CommandParser
{
    private static readonly ParserConfiguration configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Never throws: what is wrong stands in the result.</summary>
    public static ParseResult Parse(CommandDefinition definition, ReadOnlySpan<string> args)
    {
        // Below another command, because the parser treats a first argument specially: it drops one that equals the command's own name
        // and takes one in brackets for a directive.
        var command = new Command(definition.Name.Split(' ')[^1]);
        foreach (var argument in definition.Arguments)
            command.Add(argument);
        foreach (var option in definition.Options)
            command.Add(option);
        return new Command("graphrun") { command }.Parse([command.Name, .. args], configuration);
    }
}
