using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session export SESSION FILE</c></summary>
internal static class SessionExportCommand
{
    public const string Summary = "write a session to a file";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session(description: "a session, or SESSION@CHECKPOINT");
        var file = Symbols.Required("FILE", "a file that does not exist yet; its extension names the format");
        return new CommandDefinition
        {
            Name = "session export",
            Summary = Summary,
            Examples =
            [
                "graphrun session export counter counter.npz",
                "graphrun session export model@best model.safetensors",
                "graphrun session export model model.db",
            ],
            Details =
                """
                .npz and .safetensors hold one state: the variables by name, and the positions
                of random ops as _random/NAME. Any other extension writes a store that holds
                this session with its whole history.
                """,
            Arguments = [session, file],
            Groups = [new OptionGroup("Options", [symbols.Store, symbols.Json])],
            Action = result =>
            {
                using var store = symbols.OpenRequired(result);
                var (reference, path) = (result.GetValue(session)!, result.GetValue(file)!);
                var state = Export(store, reference, path);
                var what = StateFile.IsTensorFile(path) ? $"{state.Session}@{state.Checkpoint.Number}" : $"session {reference} with its history";
                symbols.Tell(result, $"{path}: {what}", json =>
                {
                    json.WriteString("file", path);
                    json.WriteString("session", state.Session);
                    json.WriteNumber("checkpoint", state.Checkpoint.Number);
                });
                return ExitCodes.Done;
            },
        };
    }

    /// <summary>Writes the file; the newest state that is in it.</summary>
    private static SessionState Export(Store store, string reference, string path)
    {
        var state = SessionSymbols.StateOf(store, reference);
        if (StateFile.IsTensorFile(path))
        {
            StateFile.Write(state, path);
            return state;
        }

        if (state.Session != reference)
        {
            throw new GraphRunException(
                ErrorCode.Usage,
                $"a store holds a whole history, and '{reference}' is one state",
                help: $"name the file {Path.ChangeExtension(path, ".npz")} or {Path.ChangeExtension(path, ".safetensors")}");
        }

        StoreUpkeep.Export(store, reference, path);
        return state;
    }
}
