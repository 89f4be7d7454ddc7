using System.CommandLine;
using System.Text.Json;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session migrate SESSION GRAPH</c></summary>
internal static class SessionMigrateCommand
{
    public const string Summary = "carry a session over to a graph that has changed";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var graph = Symbols.Required("GRAPH", "the graph file as it is now");
        var rename = Symbols.Many("--rename", "OLD=NEW", "the graph calls variable OLD of the session NEW; scopes too");
        var drop = Symbols.Flag("--drop", "remove variables that the graph no longer has");
        var init = Symbols.Flag("--init", "initialize new variables and those that no longer fit");
        var dryRun = Symbols.Flag("--dry-run", "only show what would become of each variable");
        return new CommandDefinition
        {
            Name = "session migrate",
            Summary = Summary,
            Examples =
            [
                "graphrun session migrate model model.yaml --dry-run",
                "graphrun session migrate model model.yaml --rename dense=layer1 --drop --init",
            ],
            Details =
                """
                One line for each variable: kept, renamed, new, unfit (another dtype or shape),
                gone or dropped. run takes --rename, --drop and --init too, and does the same
                before it runs.
                """,
            Arguments = [session, graph],
            Groups = [new OptionGroup("Options", [rename, drop, init, dryRun, symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result =>
            {
                var settings = new SessionSettings
                {
                    Address = () => new SessionAddress(symbols.PathOf(result), result.GetValue(session)!),
                    Renames = [.. (result.GetValue(rename) ?? []).Select(VariableRename.Parse)],
                    DropsGone = result.GetValue(drop),
                    ReplacesUnfit = result.GetValue(init),
                    LockTimeout = Values.Duration(symbols.LockTimeout, result),
                    Command = invocation.CommandLine,
                };
                return Migrate(result, symbols, settings, result.GetValue(graph)!, result.GetValue(dryRun), invocation);
            },
        };
    }

    private static int Migrate(
        ParseResult result, SessionSymbols symbols, SessionSettings settings, string path, bool isDryRun, Invocation invocation)
    {
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        var source = GraphSource.Load(path, input, [], []);
        var name = settings.Address!().Session;
        IReadOnlyList<VariableMove> moves;
        using (var store = symbols.OpenRequired(result))
        {
            var migration = SessionMigration.Of(store.RequiredSession(name).Latest, source.Graph, settings.Renames, settings.DropsGone);
            moves = migration.Moves;
        }

        var isJson = result.GetValue(symbols.Json);
        if (!isJson)
            invocation.Output.Write(Columns.Of([.. moves.Select(move => Row(move, settings.ReplacesUnfit))]));
        var number = isDryRun ? null : Commit(symbols, settings, source, symbols.PathOf(result), invocation);
        if (isJson)
            JsonOutput.Write(invocation.Output, json => WriteJson(json, name, number, [.. moves.Select(move => Row(move, settings.ReplacesUnfit))]));
        return ExitCodes.Done;
    }

    /// <summary>The number of the new checkpoint; null when there was nothing to change.</summary>
    private static long? Commit(SessionSymbols symbols, SessionSettings settings, GraphSource source, string store, Invocation invocation)
    {
        var name = settings.Address!().Session;
        using var open = new OpenSession(source.Graph, settings);
        open.Take();
        if (settings.ReplacesUnfit)
            open.Session.Initialize(source.Graph);
        var record = symbols.Record() with { Kind = CheckpointKind.Set, GraphText = source.Text?.Content };
        var checkpoint = open.Commit(record);
        invocation.Report.Note(checkpoint is null ? $"session {name}: nothing to change" : $"session {name}: checkpoint {checkpoint.Number} ({store})");
        return checkpoint?.Number;
    }

    private static void WriteJson(Utf8JsonWriter json, string session, long? checkpoint, string[][] rows)
    {
        json.WriteString("session", session);
        if (checkpoint is { } number)
            json.WriteNumber("checkpoint", number);
        json.WriteStartArray("variables");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row[0]);
            json.WriteString("fate", row[1]);
            if (row[2].Length > 0)
                json.WriteString("detail", row[2]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string[] Row(VariableMove move, bool initializes)
    {
        var isInitialized = initializes && move.Declared?.Initializer is not null;
        var word = move.Fate.ToString().ToLowerInvariant();
        return move.Fate switch
        {
            VariableFate.Renamed => [move.Name, word, $"from {move.Stored!.Name}"],
            VariableFate.New => [move.Name, word, isInitialized ? "initialized" : "has no value; --init gives it one"],
            VariableFate.Unfit =>
            [
                move.Name,
                word,
                $"{GraphChanges.Kind(move.Stored!)} in the session, {GraphChanges.Kind(move.Declared!)} in the graph; "
                + (isInitialized ? "initialized" : "--init replaces it"),
            ],
            VariableFate.Gone => [move.Name, word, "stays in the session; --drop removes it"],
            _ => [move.Name, word, ""],
        };
    }
}
