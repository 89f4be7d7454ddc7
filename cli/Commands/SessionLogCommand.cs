using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session log SESSION</c></summary>
internal static class SessionLogCommand
{
    public const string Summary = "show the checkpoints of a session, newest first";

    private const int ShownNames = 3;

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var json = Symbols.Flag("--json", "as JSON");
        return new CommandDefinition
        {
            Name = "session log",
            Summary = Summary,
            Examples = ["graphrun session log counter", "graphrun session log counter --json"],
            Details = "Each line: number, time, the variables that changed, and the command line.",
            Arguments = [session],
            Groups = [new OptionGroup("Options", [symbols.Store, json])],
            Action = result =>
            {
                using var store = symbols.OpenRequired(result);
                var stored = store.RequiredSession(result.GetValue(session)!);
                if (result.GetValue(json))
                    WriteJson(stored, invocation.Output);
                else
                    invocation.Output.Write(Columns.Of([.. stored.Checkpoints().Reverse().Select(Row)]));
                return ExitCodes.Done;
            },
        };
    }

    private static string[] Row(Checkpoint checkpoint) =>
        [$"{checkpoint.Number}", JsonOutput.ShownMoment(checkpoint.Time), Names(checkpoint.ChangedVariables), checkpoint.Command];

    private static string Names(IReadOnlyList<string> names) => names.Count <= ShownNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(ShownNames))} and {names.Count - ShownNames} more";

    private static void WriteJson(StoredSession session, Stream output) => JsonOutput.Write(output, json =>
    {
        json.WriteString("session", session.Name);
        json.WriteStartArray("checkpoints");
        foreach (var checkpoint in session.Checkpoints().Reverse())
        {
            json.WriteStartObject();
            json.WriteNumber("number", checkpoint.Number);
            json.WriteNumber("parent", checkpoint.Parent);
            json.WriteString("time", JsonOutput.Moment(checkpoint.Time));
            json.WriteString("command", checkpoint.Command);
            json.WriteString("graph", checkpoint.Graph);
            json.WriteStartArray("changed");
            foreach (var name in checkpoint.ChangedVariables)
                json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
