using System.CommandLine;
using System.Reflection;
using System.Text;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Completions;
using GraphRun.Errors;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun completions SHELL</c>, and <c>graphrun __complete</c>, which its scripts call.</summary>
internal static class CompletionsCommand
{
    public const string Summary = "print a completion script for a shell";

    /// <summary>The hidden command that prints candidates.</summary>
    public const string Hidden = "__complete";

    private static readonly string[] shells = ["bash", "zsh", "fish", "pwsh", "nu"];

    public static CommandDefinition Define(Invocation invocation)
    {
        var shell = Symbols.Required("SHELL", "bash, zsh, fish, pwsh or nu");
        shell.CompletionSources.Add(shells);
        return new CommandDefinition
        {
            Name = "completions",
            Summary = Summary,
            Examples = ["eval \"$(graphrun completions bash)\"", "graphrun completions fish > ~/.config/fish/completions/graphrun.fish"],
            Details = "Commands, options, their values and the names of nodes, ops and sessions.",
            Arguments = [shell],
            Action = result => PrintScript(result.GetValue(shell)!, invocation),
        };
    }

    public static CommandDefinition DefineHidden(Invocation invocation)
    {
        var words = Symbols.Several("WORD", "the words after graphrun, the last one being completed");
        return new CommandDefinition
        {
            Name = Hidden,
            Summary = "print what could stand at the place of the last word",
            Examples = ["graphrun __complete -- run counter.yaml --fetch f"],
            Arguments = [words],
            Action = result => PrintCandidates(result.GetValue(words)!, invocation),
        };
    }

    private static int PrintScript(string shell, Invocation invocation)
    {
        if (!shells.Contains(shell))
            throw new GraphRunException(ErrorCode.Usage, $"there is no completion script for '{shell}': expected one of {string.Join(", ", shells)}", help: Suggestion.For(shell, shells));
        using var script = Assembly.GetExecutingAssembly().GetManifestResourceStream($"completions/{shell}.txt")!;
        script.CopyTo(invocation.Output);
        return ExitCodes.Done;
    }

    private static int PrintCandidates(string[] words, Invocation invocation)
    {
        foreach (var candidate in Candidates.For(words, invocation))
            invocation.Output.Write(Encoding.UTF8.GetBytes(candidate + "\n"));
        return ExitCodes.Done;
    }
}
