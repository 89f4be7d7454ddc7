using GraphRun.Cli.Arguments;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session rollback SESSION CHECKPOINT</c></summary>
internal static class SessionRollbackCommand
{
    public const string Summary = "go back to an earlier state, as a new checkpoint";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var to = Symbols.Required("CHECKPOINT", "the checkpoint to go back to, by number or tag");
        return new CommandDefinition
        {
            Name = "session rollback",
            Summary = Summary,
            Examples = ["graphrun session rollback counter 3", "graphrun session rollback counter best"],
            Details = "Nothing is erased: what came between stays in the log, and can be gone back to.",
            Arguments = [session, to],
            Groups = [new OptionGroup("Options", [symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result =>
            {
                using var store = symbols.OpenToWrite(result);
                var name = result.GetValue(session)!;
                var checkpoint = SessionHistory.Rollback(store, name, result.GetValue(to)!, symbols.Record());
                var note = $"session {name}: checkpoint {checkpoint.Number}, the state of checkpoint {checkpoint.Parent} ({store.Path})";
                symbols.Tell(result, note, name, checkpoint.Number, $"{name}@{checkpoint.Parent}");
                return ExitCodes.Done;
            },
        };
    }
}
