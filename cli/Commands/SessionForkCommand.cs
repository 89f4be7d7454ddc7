using GraphRun.Cli.Arguments;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session fork FROM TO</c></summary>
internal static class SessionForkCommand
{
    public const string Summary = "make a new session from a state of another";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var from = symbols.Session("FROM", "a session, or SESSION@CHECKPOINT");
        var to = Symbols.Required("TO", "the name of the new session");
        var at = Symbols.One("--at", "CHECKPOINT", "an earlier checkpoint, by number or tag (default: the newest)");
        return new CommandDefinition
        {
            Name = "session fork",
            Summary = Summary,
            Examples = ["graphrun session fork counter trial", "graphrun session fork counter trial --at 3"],
            Details = "No value is copied: what stays the same in both is stored once.",
            Arguments = [from, to],
            Groups = [new OptionGroup("Options", [at, symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result =>
            {
                using var store = symbols.OpenToWrite(result);
                var (session, state) = SessionSymbols.Split(store, result.GetValue(from)!);
                var name = result.GetValue(to)!;
                var checkpoint = SessionHistory.Fork(store, session, name, result.GetValue(at) ?? state, symbols.Record());
                var note = $"session {name}: checkpoint {checkpoint.Number}, from {checkpoint.Source} ({store.Path})";
                symbols.Tell(result, note, name, checkpoint.Number, checkpoint.Source);
                return ExitCodes.Done;
            },
        };
    }
}
