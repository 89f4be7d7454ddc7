using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session gc</c></summary>
internal static class SessionCollectCommand
{
    public const string Summary = "let go of old checkpoints and of unused room";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var keep = Symbols.One("--keep", "N", "every session keeps its N newest checkpoints from now on");
        var dryRun = Symbols.Flag("--dry-run", "only tell which checkpoints would go");
        return new CommandDefinition
        {
            Name = "session gc",
            Summary = Summary,
            Examples = ["graphrun session gc", "graphrun session gc --keep 5 --dry-run", "graphrun session gc --keep 5"],
            Details =
                """
                A session keeps its 20 newest checkpoints and every tagged one, unless it was
                told another number. The newest state is never touched.
                """,
            Groups = [new OptionGroup("Options", [keep, dryRun, symbols.Store, symbols.LockTimeout])],
            Action = result =>
            {
                var number = (int?)Values.Integer(keep, result, least: 1, most: int.MaxValue);
                return result.GetValue(dryRun) ? Show(result, symbols, number, invocation) : Collect(result, symbols, number, invocation);
            },
        };
    }

    private static int Show(ParseResult result, SessionSymbols symbols, int? keep, Invocation invocation)
    {
        using var store = symbols.OpenRequired(result);
        var rows = store.Sessions().Select(session => (session.Name, Old: session.OlderThan(keep ?? session.Keep)))
            .Where(row => row.Old.Count > 0);
        invocation.Output.Write(Columns.Of([.. rows.Select(row => new[] { row.Name, $"checkpoints {string.Join(", ", row.Old)}" })]));
        return ExitCodes.Done;
    }

    private static int Collect(ParseResult result, SessionSymbols symbols, int? keep, Invocation invocation)
    {
        using var store = symbols.OpenToWrite(result);
        var (checkpoints, bytes) = StoreUpkeep.Collect(store, keep);
        invocation.Report.Note($"{store.Path}: {checkpoints} checkpoints let go, {Math.Max(bytes, 0)} bytes given back");
        return ExitCodes.Done;
    }
}
