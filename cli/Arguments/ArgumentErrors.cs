using System.CommandLine;
using System.CommandLine.Parsing;
using GraphRun.Errors;

namespace GraphRun.Cli.Arguments;

/// <summary>Turns what the parser found wrong into this program's own diagnostics.</summary>
internal static class ArgumentErrors
{
    /// <exception cref="GraphRunException">The arguments are not what the command takes; all errors at once.</exception>
    public static void Check(ParseResult result, CommandDefinition command)
    {
        if (result.Errors.Count == 0)
            return;
        var errors = new List<Diagnostic>();
        foreach (var option in result.CommandResult.Children.OfType<OptionResult>())
            AddOption(errors, option);
        foreach (var token in result.UnmatchedTokens)
            errors.Add(Unknown(token, command));
        foreach (var argument in command.Arguments)
            AddArgument(errors, result, argument, command);
        if (errors.Count == 0)
            errors.AddRange(result.Errors.Select(error => new Diagnostic(ErrorCode.Usage, error.Message.TrimEnd('.'))));
        throw new GraphRunException(errors);
    }

    private static void AddOption(List<Diagnostic> errors, OptionResult option)
    {
        var (name, arity) = (option.Option.Name, option.Option.Arity);
        if (arity.MaximumNumberOfValues == 0 && option.Tokens.Count > 0)
            errors.Add(new Diagnostic(ErrorCode.Usage, $"{name} takes no value, got '{option.Tokens[0].Value}'"));
        else if (option.Tokens.Count < arity.MinimumNumberOfValues)
            errors.Add(new Diagnostic(ErrorCode.Usage, $"{name} needs a value", Help: $"{name} {option.Option.HelpName}"));
        else if (option.Tokens.Count > arity.MaximumNumberOfValues)
            errors.Add(new Diagnostic(ErrorCode.Usage, $"{name} may be given once, got {Listed(option.Tokens)}"));
    }

    private static void AddArgument(List<Diagnostic> errors, ParseResult result, Argument argument, CommandDefinition command)
    {
        var given = result.GetResult(argument)?.Tokens.Count ?? 0;
        if (given < argument.Arity.MinimumNumberOfValues)
            errors.Add(new Diagnostic(ErrorCode.Usage, $"{argument.Name} is missing", Help: $"{command.Usage} (see graphrun help {command.Name})"));
    }

    private static Diagnostic Unknown(string token, CommandDefinition command)
    {
        var isKnown = command.Options.Any(option => option.Name == token);
        if (!token.StartsWith('-') || token == "-" || isKnown)
            return new Diagnostic(ErrorCode.Usage, $"unexpected argument '{token}'", Help: command.Usage);
        var name = token.Split('=', ':')[0];
        var begun = command.Options.Where(option => option.Name.StartsWith(name, StringComparison.Ordinal)).ToList();
        var help = begun.Count == 1 && name.Length > 3
            ? $"did you mean '{begun[0].Name}'?"
            : Suggestion.For(name, command.Options.Select(option => option.Name));
        return new Diagnostic(ErrorCode.Usage, $"'{command.Name}' has no option {name}", Help: help ?? $"graphrun help {command.Name}");
    }

    private static string Listed(IReadOnlyList<Token> tokens) => string.Join(" and ", tokens.Select(token => $"'{token.Value}'"));
}
