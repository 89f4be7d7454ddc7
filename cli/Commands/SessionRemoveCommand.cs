using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session rm SESSION</c></summary>
internal static class SessionRemoveCommand
{
    public const string Summary = "remove a session and all its checkpoints";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var yes = Symbols.Flag("--yes", "do not ask");
        return new CommandDefinition
        {
            Name = "session rm",
            Summary = Summary,
            Examples = ["graphrun session rm second --yes"],
            Arguments = [session],
            Groups = [new OptionGroup("Options", [yes, symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result => Remove(result, symbols, result.GetValue(session)!, result.GetValue(yes), invocation),
        };
    }

    private static int Remove(ParseResult result, SessionSymbols symbols, string name, bool yes, Invocation invocation)
    {
        using (var store = symbols.OpenRequired(result))
        {
            var head = store.RequiredSession(name).Head.Number;
            if (!yes && !Confirms($"remove session {name} at checkpoint {head} from {store.Path}? [y/N] ", invocation))
                return ExitCodes.No;
        }

        using var writable = symbols.OpenToWrite(result);
        StoreUpkeep.Remove(writable, name);
        symbols.Tell(result, $"session {name}: removed ({writable.Path})", json => json.WriteString("session", name));
        return ExitCodes.Done;
    }

    /// <exception cref="GraphRunException">There is nobody to ask.</exception>
    private static bool Confirms(string question, Invocation invocation)
    {
        if (!invocation.Surroundings.InputIsTerminal() || !invocation.Surroundings.ErrorIsTerminal())
            throw new GraphRunException(
                ErrorCode.Usage, "removing a session cannot be undone, and there is nobody to ask", help: "add --yes");
        invocation.Report.Text(question);
        using var reader = new StreamReader(invocation.Surroundings.Input());
        return reader.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
