using System.CommandLine;

namespace GraphRun.Cli.Arguments;

/// <summary>
/// Makes options and arguments whose values stay text: this program reads numbers itself, because the library takes <c>1,5</c> for 15.
/// </summary>
internal static class Symbols
{
    /// <summary>An option with a value, given at most once; <paramref name="choices"/> are the only values allowed, if any are named.</summary>
    public static Option<string?> One(string name, string value, string description, params string[] choices) =>
        Completed(new Option<string?>(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne }, choices);

    /// <summary>An option with a value that may be given several times.</summary>
    public static Option<string[]> Many(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An argument that must be there.</summary>
    public static Argument<string> Required(string name, string description) => new(name) { Description = description };

    /// <summary>An argument that may be left out.</summary>
    public static Argument<string?> Optional(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>One or more arguments.</summary>
    public static Argument<string[]> Several(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    private static Option<string?> Completed(Option<string?> option, string[] choices)
    {
        if (choices.Length > 0)
            option.CompletionSources.Add(choices);
        return option;
    }
}
