namespace GraphRun.Cli.Diagnostics;

/// <summary>Escape sequences for a terminal, or empty strings where there is none.</summary>
internal sealed record Colors(string Error, string Warning, string Gutter, string Strong, string Reset)
{
    public static Colors None { get; } = new("", "", "", "", "");

    public static Colors Ansi { get; } = new("\e[1;31m", "\e[1;33m", "\e[1;34m", "\e[1m", "\e[0m");

    /// <summary>
    /// The first that speaks decides: <paramref name="option"/> (<c>always</c>, <c>never</c>), NO_COLOR, CLICOLOR_FORCE or FORCE_COLOR,
    /// CLICOLOR=0, TERM=dumb, and last whether the stream is a terminal.
    /// </summary>
    public static Colors For(string? option, Func<string, string?> variable, Func<bool> isTerminal)
    {
        if (option is "always" or "never")
            return option == "always" ? Ansi : None;
        if (!string.IsNullOrEmpty(variable("NO_COLOR")))
            return None;
        if (IsOn(variable("CLICOLOR_FORCE")) || IsOn(variable("FORCE_COLOR")))
            return Ansi;
        return variable("CLICOLOR") != "0" && variable("TERM") != "dumb" && isTerminal() ? Ansi : None;
    }

    private static bool IsOn(string? value) => value is not (null or "" or "0");
}
