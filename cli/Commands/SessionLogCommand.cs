using System.CommandLine;
using System.Text;
using System.Text.Json;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Diagnostics;
using GraphRun.Cli.Printing;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun session log SESSION</c></summary>
internal static class SessionLogCommand
{
    public const string Summary = "show the checkpoints and what each changed";

    private const int ShownNames = 3;

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var brief = Symbols.Flag("--oneline", "a line a checkpoint, without reading values");
        var json = Symbols.Flag("--json", "as JSON");
        return new CommandDefinition
        {
            Name = "session log",
            Summary = Summary,
            Examples = ["graphrun session log counter", "graphrun session log counter --oneline", "graphrun session log counter --json"],
            Details =
                """
                The newest comes first. Each shows number, time, tags, command line, what was
                fetched and run, and for each variable that changed its old and new value, or
                the maximum and mean of the absolute differences of its elements and the norm
                of the difference.
                """,
            Arguments = [session],
            Groups = [new OptionGroup("Options", [brief, symbols.Store, json])],
            Action = result =>
            {
                using var store = symbols.OpenRequired(result);
                Write(store.RequiredSession(result.GetValue(session)!), result.GetValue(brief), result.GetValue(json), invocation.Output);
                return ExitCodes.Done;
            },
        };
    }

    private static void Write(StoredSession session, bool brief, bool json, Stream output)
    {
        var checkpoints = session.Checkpoints().Reverse().ToList();
        if (json)
            WriteJson(session, checkpoints, output);
        else if (brief)
            output.Write(Columns.Of([.. checkpoints.Select(Row)]));
        else
            checkpoints.ForEach(checkpoint => output.Write(Encoding.UTF8.GetBytes(Paragraph(session, checkpoint))));
    }

    private static string[] Row(Checkpoint checkpoint) =>
    [
        $"{checkpoint.Number}", JsonOutput.ShownMoment(checkpoint.Time), Names(checkpoint.ChangedVariables),
        Snippet.Escape(checkpoint.Command),
    ];

    private static string Names(IReadOnlyList<string> names) => names.Count <= ShownNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(ShownNames))} and {names.Count - ShownNames} more";

    private static string Paragraph(StoredSession session, Checkpoint checkpoint)
    {
        var text = new StringBuilder($"checkpoint {checkpoint.Number}  {JsonOutput.ShownMoment(checkpoint.Time)}");
        var notes = TagsOf(session, checkpoint).Select(tag => $"tag {tag}");
        if (checkpoint.Kind != CheckpointKind.Run)
            notes = notes.Prepend($"{checkpoint.Kind.ToString().ToLowerInvariant()} {checkpoint.Source}".TrimEnd());
        text.Append(string.Concat(notes.Select(note => $"  {note}"))).Append('\n');
        AppendLine(text, "", checkpoint.Command);
        AppendLine(text, "fetches ", string.Join(", ", checkpoint.Fetches));
        AppendLine(text, "targets ", string.Join(", ", checkpoint.Targets));
        var rows = StateChanges.Of(session, checkpoint).Select(change => new[] { $"  {change.Name}", Amount(change) });
        return text.Append(Encoding.UTF8.GetString(Columns.Of([.. rows]))).ToString();
    }

    private static string Amount(StateChange change) =>
        change.IsBeforeKept || change.After is null
            ? ChangeText.Of(change.Before, change.After)
            : $"changed to {ChangeText.Value(change.After)}";

    private static void AppendLine(StringBuilder text, string label, string content)
    {
        if (content.Length > 0)
            text.Append("  ").Append(label).Append(Snippet.Escape(content)).Append('\n');
    }

    private static IEnumerable<string> TagsOf(StoredSession session, Checkpoint checkpoint) =>
        session.Tags().Where(tag => tag.Number == checkpoint.Number).Select(tag => tag.Name);

    private static void WriteJson(StoredSession session, List<Checkpoint> checkpoints, Stream output) => JsonOutput.Write(output, json =>
    {
        json.WriteString("session", session.Name);
        json.WriteStartArray("checkpoints");
        foreach (var checkpoint in checkpoints)
            WriteCheckpoint(json, session, checkpoint);
        json.WriteEndArray();
    });

    private static void WriteCheckpoint(Utf8JsonWriter json, StoredSession session, Checkpoint checkpoint)
    {
        json.WriteStartObject();
        json.WriteNumber("number", checkpoint.Number);
        json.WriteNumber("parent", checkpoint.Parent);
        json.WriteString("kind", checkpoint.Kind.ToString().ToLowerInvariant());
        json.WriteString("source", checkpoint.Source);
        json.WriteString("time", JsonOutput.Moment(checkpoint.Time));
        JsonOutput.WriteTexts(json, "tags", TagsOf(session, checkpoint));
        json.WriteString("command", checkpoint.Command);
        json.WriteString("program", checkpoint.Program);
        json.WriteString("graph", checkpoint.Graph);
        JsonOutput.WriteTexts(json, "fetches", checkpoint.Fetches);
        JsonOutput.WriteTexts(json, "targets", checkpoint.Targets);
        JsonOutput.WriteTexts(json, "feeds", checkpoint.Feeds.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        if (checkpoint.Seed is { } seed)
            json.WriteNumber("seed", seed);
        json.WriteStartArray("changed");
        foreach (var change in StateChanges.Of(session, checkpoint))
        {
            json.WriteStartObject();
            json.WriteString("name", change.Name);
            ChangeText.WriteMembers(json, change.Before, change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
