using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session list</c></summary>
internal static class SessionListCommand
{
    public const string Summary = "list the sessions of a store";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var json = Symbols.Flag("--json", "as JSON");
        return new CommandDefinition
        {
            Name = "session list",
            Summary = Summary,
            Examples = ["graphrun session list", "graphrun session list --store shared.db --json"],
            Groups = [new OptionGroup("Options", [symbols.Store, json])],
            Action = result => List(result, symbols, result.GetValue(json), invocation),
        };
    }

    private static int List(ParseResult result, SessionSymbols symbols, bool json, Invocation invocation)
    {
        using var store = symbols.Open(result);
        var sessions = store?.Sessions() ?? [];
        if (store is null)
            invocation.Report.Note($"there is no store {symbols.PathOf(result)} yet");
        if (json)
            WriteJson(symbols.PathOf(result), sessions, invocation.Output);
        else
            invocation.Output.Write(Columns.Of([.. sessions.Select(Row)]));
        return ExitCodes.Done;
    }

    private static string[] Row(StoredSession session) =>
        [session.Name, $"checkpoint {session.Head.Number}", JsonOutput.ShownMoment(session.Head.Time), session.Head.Command];

    private static void WriteJson(string path, IReadOnlyList<StoredSession> sessions, Stream output) => JsonOutput.Write(output, json =>
    {
        json.WriteString("store", path);
        json.WriteStartArray("sessions");
        foreach (var session in sessions)
        {
            json.WriteStartObject();
            json.WriteString("name", session.Name);
            json.WriteString("created", JsonOutput.Moment(session.Created));
            json.WriteNumber("checkpoint", session.Head.Number);
            json.WriteString("time", JsonOutput.Moment(session.Head.Time));
            json.WriteString("command", session.Head.Command);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
