using GraphRun.Cli.Arguments;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session rename FROM TO</c></summary>
internal static class SessionRenameCommand
{
    public const string Summary = "give a session another name";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var from = symbols.Session("FROM");
        var to = Symbols.Required("TO", "its new name");
        return new CommandDefinition
        {
            Name = "session rename",
            Summary = Summary,
            Examples = ["graphrun session rename trial winner"],
            Arguments = [from, to],
            Groups = [new OptionGroup("Options", [symbols.Store, symbols.LockTimeout])],
            Action = result =>
            {
                using var store = symbols.OpenToWrite(result);
                StoreUpkeep.Rename(store, result.GetValue(from)!, result.GetValue(to)!);
                invocation.Report.Note($"session {result.GetValue(from)}: is {result.GetValue(to)} now ({store.Path})");
                return ExitCodes.Done;
            },
        };
    }
}
