using System.CommandLine;
using GraphRun.Cli.Diagnostics;

namespace GraphRun.Cli.Arguments;

/// <summary>
/// The options that every command has. They are looked for in the bare arguments, before anything is parsed, because they decide how
/// even a failure to parse is reported.
/// </summary>
internal static class SharedOptions
{
    private static readonly string[] colors = ["auto", "always", "never"];
    private static readonly string[] errorFormats = ["text", "json"];

    private static readonly Option<bool> help = Symbols.Flag("--help", "show this help", "-h");
    private static readonly Option<string?> color = Symbols.One("--color", "WHEN", "colour diagnostics: auto, always or never", colors);

    private static readonly Option<string?> errorFormat =
        Symbols.One("--error-format", "FORMAT", "diagnostics as text, or as json: one object a line", errorFormats);

    private static readonly Option<bool> quiet = Symbols.Flag("--quiet", "only warnings and errors on standard error", "-q");
    private static readonly Option<bool> debug = Symbols.Flag("--debug", "show the stack trace of an internal error");

    public static OptionGroup Group { get; } = new("Common options", [help, quiet, color, errorFormat, debug]);

    public static bool AsksForHelp(ParseResult result) => result.GetValue(help);

    /// <exception cref="Errors.GraphRunException">A value that is none of the choices.</exception>
    public static void Check(ParseResult result)
    {
        Values.OneOf(color, result, colors);
        Values.OneOf(errorFormat, result, errorFormats);
    }

    /// <summary>The call that these arguments ask for, as far as the shared options decide it.</summary>
    public static Invocation Read(ReadOnlySpan<string> args, Surroundings surroundings)
    {
        var json = Has(args, "--json") || ValueOf(args, "--error-format") == "json";
        var colors = json ? Colors.None : Colors.For(ValueOf(args, "--color"), surroundings.Variable, surroundings.ErrorIsTerminal);
        var isQuiet = Has(args, "--quiet") || Has(args, "-q");
        return new Invocation(surroundings, new Report(surroundings.Error, colors, json, isQuiet), CommandText.Of(args), Has(args, "--debug"));
    }

    private static bool Has(ReadOnlySpan<string> args, string flag)
    {
        var end = args.IndexOf("--");
        return (end < 0 ? args : args[..end]).Contains(flag);
    }

    private static string? ValueOf(ReadOnlySpan<string> args, string option)
    {
        for (var i = 0; i < args.Length && args[i] != "--"; i++)
        {
            if (args[i] == option && i + 1 < args.Length)
                return args[i + 1];
            if (args[i].StartsWith(option, StringComparison.Ordinal) && args[i].Length > option.Length && args[i][option.Length] is '=' or ':')
                return args[i][(option.Length + 1)..];
        }

        return null;
    }
}
