using System.CommandLine;
using System.Globalization;
using GraphRun.Errors;

namespace GraphRun.Cli.Arguments;

/// <summary>Reads the values of options: invariant, exact, no group separators, and an error that names the option.</summary>
internal static class Values
{
    private const NumberStyles integer = NumberStyles.AllowLeadingSign;
    private const NumberStyles fraction = NumberStyles.AllowDecimalPoint;

    /// <summary>A whole number between <paramref name="least"/> and <paramref name="most"/>, or null when the option is not given.</summary>
    public static long? Integer(Option<string?> option, ParseResult result, long least, long most = long.MaxValue)
    {
        if (result.GetValue(option) is not { } text)
            return null;
        if (long.TryParse(text, integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        var range = most == long.MaxValue ? $"of at least {least}" : $"from {least} to {most}";
        throw Invalid(option, text, $"a whole number {range}");
    }

    /// <summary>A length of time: <c>500ms</c>, <c>2s</c>, <c>1.5m</c>, <c>1h</c>; a bare number is seconds.</summary>
    public static TimeSpan? Duration(Option<string?> option, ParseResult result)
    {
        if (result.GetValue(option) is not { } text)
            return null;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        var seconds = text.AsSpan(digits.Length) switch
        {
            "ms" => 0.001,
            "s" or "" => 1,
            "m" => 60,
            "h" => 3600,
            _ => 0,
        };
        if (seconds == 0 || !double.TryParse(digits, fraction, CultureInfo.InvariantCulture, out var number) || number * seconds > int.MaxValue / 1000)
            throw Invalid(option, text, "a length of time such as 500ms, 30s, 5m or 1h");
        return TimeSpan.FromSeconds(number * seconds);
    }

    /// <summary>One of <paramref name="choices"/>, or null when the option is not given.</summary>
    public static string? OneOf(Option<string?> option, ParseResult result, IReadOnlyList<string> choices)
    {
        if (result.GetValue(option) is not { } text || choices.Contains(text))
            return result.GetValue(option);
        throw Invalid(option, text, $"one of {string.Join(", ", choices)}", Suggestion.For(text, choices));
    }

    private static GraphRunException Invalid(Option option, string text, string expected, string? help = null) =>
        new(ErrorCode.Usage, $"'{text}' is no value for {option.Name}: expected {expected}", help: help);
}
