using System.CommandLine;
using System.Text.Json;
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
            Groups = [new OptionGroup("Options", [keep, dryRun, symbols.Store, symbols.LockTimeout, symbols.Json])],
            Action = result =>
            {
                var number = (int?)Values.Integer(keep, result, least: 1, most: int.MaxValue);
                return result.GetValue(dryRun) ? Show(result, symbols, number, invocation) : Collect(result, symbols, number);
            },
        };
    }

    private static int Show(ParseResult result, SessionSymbols symbols, int? keep, Invocation invocation)
    {
        using var store = symbols.OpenRequired(result);
        var rows = store.Sessions().Select(session => (session.Name, Old: session.OlderThan(keep ?? session.Keep)))
            .Where(row => row.Old.Count > 0).ToList();
        if (result.GetValue(symbols.Json))
        {
            JsonOutput.Write(invocation.Output, json => WriteOld(json, store.Path, rows));
            return ExitCodes.Done;
        }

        invocation.Output.Write(Columns.Of([.. rows.Select(row => new[] { row.Name, $"checkpoints {string.Join(", ", row.Old)}" })]));
        return ExitCodes.Done;
    }

    private static int Collect(ParseResult result, SessionSymbols symbols, int? keep)
    {
        using var store = symbols.OpenToWrite(result);
        var (checkpoints, bytes) = StoreUpkeep.Collect(store, keep);
        symbols.Tell(result, $"{store.Path}: {checkpoints} checkpoints let go, {Math.Max(bytes, 0)} bytes given back", json =>
        {
            json.WriteNumber("checkpoints", checkpoints);
            json.WriteNumber("bytes", Math.Max(bytes, 0));
        });
        return ExitCodes.Done;
    }

    private static void WriteOld(Utf8JsonWriter json, string path, IEnumerable<(string Name, IReadOnlyList<long> Old)> rows)
    {
        json.WriteString("store", path);
        json.WriteStartArray("sessions");
        foreach (var (name, old) in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteStartArray("checkpoints");
            foreach (var number in old)
                json.WriteNumberValue(number);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
