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
            Groups = [new OptionGroup("Options", [symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result =>
            {
                using var store = symbols.OpenToWrite(result);
                StoreUpkeep.Rename(store, result.GetValue(from)!, result.GetValue(to)!);
                var (old, name) = (result.GetValue(from)!, result.GetValue(to)!);
                symbols.Tell(result, $"session {old}: is {name} now ({store.Path})", name, store.RequiredSession(name).Head.Number, old);
                return ExitCodes.Done;
            },
        };
    }
}
