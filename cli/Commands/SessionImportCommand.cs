using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Formats.Checkpoints;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session import FILE [SESSION]</c></summary>
internal static class SessionImportCommand
{
    public const string Summary = "read a session, or values for one, from a file";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var file = Symbols.Required("FILE", "an .npz, .safetensors, .json or .jsonl file, a TensorFlow checkpoint, or a store");
        var session = Symbols.Optional("SESSION", "the session (default: the file's name, or that in the store)");
        var from = Symbols.One("--from", "NAME", "which session of another store (default: its only one)");
        var force = Symbols.Flag("--force", "also add variables, and change dtypes and shapes");
        return new CommandDefinition
        {
            Name = "session import",
            Summary = Summary,
            Examples = ["graphrun session import counter.npz", "graphrun session import w.safetensors model", "graphrun session import model.db copy",
                "graphrun session import model.ckpt-1000.index trained"],
            Details =
                """
                Tensors become the variables of a new session, or a new checkpoint of one that
                exists: its other variables stay. Of a TensorFlow checkpoint each tensor is one,
                under the name of its variable. Another store brings a whole history, under a
                name that is free here.
                """,
            Arguments = [file, session],
            Groups = [new OptionGroup("Options", [from, force, symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result => StateFile.IsStore(result.GetValue(file)!)
                ? ImportStore(result, symbols, (result.GetValue(file)!, result.GetValue(from)), result.GetValue(session))
                : ImportTensors(result, symbols, result.GetValue(file)!, result.GetValue(session), result.GetValue(force)),
        };
    }

    private static int ImportStore(
        ParseResult result, SessionSymbols symbols, (string Path, string? From) source, string? to)
    {
        using var other = SessionSymbols.OpenRequired(source.Path);
        var names = other.Sessions().Select(session => session.Name).ToList();
        var name = source.From ?? (names is [var only] ? only : throw new GraphRunException(
            ErrorCode.Usage, $"{source.Path} holds {names.Count} sessions", help: $"add --from NAME: {string.Join(", ", names)}"));
        using var store = symbols.OpenOrCreate(result);
        StoreUpkeep.Import(store, other, name, to);
        var number = store.RequiredSession(to ?? name).Head.Number;
        symbols.Tell(result, $"session {to ?? name}: checkpoint {number}, from {source.Path} ({store.Path})", to ?? name, number, source.Path);
        return ExitCodes.Done;
    }

    private static int ImportTensors(ParseResult result, SessionSymbols symbols, string path, string? to, bool force)
    {
        var name = to ?? CheckpointPath.NameOf(path) ?? Path.GetFileNameWithoutExtension(path);
        var (variables, counters) = StateFile.Read(path);
        using var store = symbols.OpenOrCreate(result);
        using var transaction = store.Begin(name);
        var record = symbols.Record() with { Kind = CheckpointKind.Import, Source = path };
        var checkpoint = SessionEdit.Commit(transaction, record, variables, counters, force);
        var note = $"session {name}: checkpoint {checkpoint.Number}, {variables.Count} variables from {path} ({store.Path})";
        symbols.Tell(result, note, name, checkpoint.Number, path);
        return ExitCodes.Done;
    }
}
