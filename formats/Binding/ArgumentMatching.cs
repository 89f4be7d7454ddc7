using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Binding;

/// <summary>Gives each parameter its argument, by position or by name.</summary>
internal static class ArgumentMatching
{
    /// <param name="given">Arguments without a name, then <see cref="KeywordOperand"/>s.</param>
    /// <param name="rest">Names that are no parameters but that the callee may know as attrs.</param>
    /// <returns>One operand per parameter, the default where none is given.</returns>
    /// <exception cref="GraphRunException">Too many arguments, one given twice, one missing.</exception>
    public static Operand[] Match(ICallee callee, IReadOnlyList<Operand> given, Origin origin, List<KeywordOperand> rest)
    {
        var parameters = callee.Parameters;
        var matched = new Operand?[parameters.All.Count];
        for (var i = 0; i < given.Count; i++)
        {
            if (given[i] is KeywordOperand keyword)
                MatchName(callee, keyword, matched, rest);
            else
                MatchPosition(callee, i, given, matched);
        }

        for (var i = 0; i < matched.Length; i++)
            matched[i] ??= parameters.All[i].Default ?? throw Missing(callee, parameters.All[i], origin);
        return matched!;
    }

    private static void MatchPosition(ICallee callee, int position, IReadOnlyList<Operand> given, Operand?[] matched)
    {
        var parameter = callee.Parameters.At(position) ?? throw TooMany(callee, given, position);
        if (!parameter.IsVariadic)
            matched[position] = given[position];
        else if (matched[^1] is null)
        {
            matched[^1] = new ListOperand(
                [.. given.Skip(position).TakeWhile(operand => operand is not KeywordOperand)], given[position].Origin);
        }
    }

    private static void MatchName(ICallee callee, KeywordOperand keyword, Operand?[] matched, List<KeywordOperand> rest)
    {
        var index = callee.Parameters.IndexOf(keyword.Name);
        if (index < 0)
            rest.Add(keyword);
        else if (matched[index] is null)
            matched[index] = keyword.Value;
        else
        {
            throw new GraphRunException(
                ErrorCode.Duplicate, $"argument '{keyword.Name}' of {callee.Name} is given twice", keyword.Origin.Span);
        }
    }

    /// <summary>The error for a name that neither a parameter nor an attr has.</summary>
    public static GraphRunException Unknown(ICallee callee, KeywordOperand keyword, IEnumerable<string> attrs)
    {
        var known = callee.Parameters.All.Select(parameter => parameter.Name).Concat(attrs).Distinct().ToList();
        return new GraphRunException(
            ErrorCode.InvalidAttr,
            $"{callee.Name} has no argument '{Printable.Text(keyword.Name)}'",
            keyword.Origin.Span,
            (keyword.Name == "name" ? "a node is named by its key in the file: leave name out" : null)
                ?? Suggestion.For(keyword.Name, known) ?? (known.Count == 0 ? "it takes none" : $"its arguments are {string.Join(", ", known)}"));
    }

    private static GraphRunException TooMany(ICallee callee, IReadOnlyList<Operand> given, int position) => new(
        ErrorCode.InvalidArguments,
        $"{callee.Name} takes at most {Count(callee.Parameters.All.Count)}, got {given.Count(operand => operand is not KeywordOperand)}",
        given[position].Origin.Span,
        Usage(callee));

    private static GraphRunException Missing(ICallee callee, Parameter parameter, Origin origin) => new(
        ErrorCode.InvalidArguments, $"{callee.Name} needs argument '{parameter.Name}'", origin.Span, Usage(callee));

    private static string Count(int count) => count == 0 ? "no arguments" : count == 1 ? "1 argument" : $"{count} arguments";

    private static string Usage(ICallee callee) => $"{callee.Name}({string.Join(", ", callee.Parameters.All.Select(Usage))})";

    private static string Usage(Parameter parameter) =>
        parameter.IsVariadic ? $"{parameter.Name}..." : parameter.Default is null ? parameter.Name : $"{parameter.Name}=";
}
