using System.CommandLine;

namespace GraphRun.Cli.Arguments;

/// <summary>All of one command: what its help page says, what it takes, and what it does.</summary>
internal sealed class CommandDefinition
{
    /// <summary>The words that call it: <c>run</c>, <c>session list</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>What a first reader needs to know beyond that, in short lines; empty for nothing.</summary>
    public string Details { get; init; } = "";

    /// <summary>Command lines that work, the commonest first.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    public IReadOnlyList<Argument> Arguments { get; init; } = [];

    public IReadOnlyList<OptionGroup> Groups { get; init; } = [];

    /// <summary>Runs the command; answers with the exit code.</summary>
    public required Func<ParseResult, int> Action { get; init; }

    /// <summary>The options of all groups, those that every command has included.</summary>
    public IEnumerable<Option> Options => Groups.SelectMany(group => group.Options).Concat(SharedOptions.Group.Options);

    /// <summary>The usage line: <c>graphrun run GRAPH [options]</c>.</summary>
    public string Usage => string.Join(' ', ["graphrun", Name, .. Arguments.Select(Placeholder), "[options]"]);

    private static string Placeholder(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }
}

/// <summary>Options that a help page lists under one title.</summary>
internal sealed record OptionGroup(string Title, IReadOnlyList<Option> Options);
