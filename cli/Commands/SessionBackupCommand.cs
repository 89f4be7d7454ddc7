using GraphRun.Cli.Arguments;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session backup FILE</c></summary>
internal static class SessionBackupCommand
{
    public const string Summary = "copy the whole store to a new file";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var file = Symbols.Required("FILE", "a file that does not exist yet");
        return new CommandDefinition
        {
            Name = "session backup",
            Summary = Summary,
            Examples = ["graphrun session backup monday.db"],
            Details =
                """
                The copy is the store as one moment has it; runs may go on meanwhile. Use it
                with --store, or put it in the place of a damaged one.
                """,
            Arguments = [file],
            Groups = [new OptionGroup("Options", [symbols.Store, symbols.Json])],
            Action = result =>
            {
                using var store = symbols.OpenRequired(result);
                StoreUpkeep.Backup(store, result.GetValue(file)!);
                var (path, count) = (result.GetValue(file)!, store.Sessions().Count);
                symbols.Tell(result, $"{path}: {count} session{(count == 1 ? "" : "s")} of {store.Path}", json =>
                {
                    json.WriteString("file", path);
                    json.WriteNumber("sessions", count);
                });
                return ExitCodes.Done;
            },
        };
    }
}
