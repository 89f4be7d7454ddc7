using System.CommandLine;
using System.Text;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun replay SESSION [A..B]</c></summary>
internal static class ReplayCommand
{
    public const string Summary = "repeat recorded runs and prove what they led to";

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new SessionSymbols(invocation);
        var session = symbols.Session();
        var range = Symbols.Optional("A..B", "checkpoints, by number or tag: 3, 2..5, 2.., ..5 (default: all)");
        var verify = Symbols.Flag("--verify", "print no results; a line a checkpoint, exit code 1 if one differs");
        var graph = Symbols.One("--graph", "FILE", "the graph, where it was not recorded");
        var feed = Symbols.Many("--feed", "NAME=VALUE", "a feed that was not recorded");
        return new CommandDefinition
        {
            Name = "replay",
            Summary = Summary,
            Examples = ["graphrun replay counter --verify", "graphrun replay counter 2..5", "graphrun replay model best --feed x=@x.npy"],
            Details =
                """
                Each run starts from the state that it started from then and must leave, bit for
                bit, the variables and random numbers that its checkpoint has. Nothing is
                written. Graphs, and feeds of up to 64 KiB, are recorded by themselves; larger
                ones with run --record.
                """,
            Arguments = [session, range],
            Groups = [new OptionGroup("Options", [verify, graph, feed, symbols.Store])],
            Action = result =>
            {
                using var store = symbols.OpenRequired(result);
                var stored = store.RequiredSession(result.GetValue(session)!);
                var replay = new SessionReplay(stored)
                {
                    GraphPath = result.GetValue(graph),
                    Feeds = result.GetValue(feed) ?? [],
                    Print = invocation.Report.Note,
                    Train = (recipe, graph, session, after) => TrainExecution.Repeat(recipe, graph, session, after, invocation),
                };
                return Replay(stored, replay, result.GetValue(range), result.GetValue(verify), invocation);
            },
        };
    }

    private static int Replay(StoredSession session, SessionReplay replay, string? range, bool verify, Invocation invocation)
    {
        foreach (var checkpoint in CheckpointRange.Find(session, range))
        {
            // What has no run, or lost what it began with, is passed over unless it was asked for by itself.
            var isAsked = range is not null && !range.Contains("..", StringComparison.Ordinal);
            if (!isAsked && (!replay.CanRepeat(checkpoint) || SessionReplay.Obstacle(checkpoint) is not null))
            {
                if (Passed(session, checkpoint, invocation) == ExitCodes.No)
                    return ExitCodes.No;
                continue;
            }

            invocation.IsComputing = true;
            var run = replay.Repeat(checkpoint);
            invocation.IsComputing = false;
            if (!verify)
                Print(invocation.Output, checkpoint, run);
            if (run.Differences.Count > 0)
                return Differs(checkpoint, run, invocation);
            if (verify)
                Line(invocation.Output, checkpoint, "same");
        }

        return ExitCodes.Done;
    }

    /// <summary>A rollback is no run, and yet can be proved.</summary>
    private static int Passed(StoredSession session, Checkpoint checkpoint, Invocation invocation)
    {
        if (checkpoint.Kind == CheckpointKind.Rollback && session.Has(checkpoint.Parent))
        {
            var isSame = session.At(checkpoint.Parent).Checkpoint.Digest == checkpoint.Digest;
            Line(invocation.Output, checkpoint, isSame ? $"same as {checkpoint.Parent}" : $"differs from {checkpoint.Parent}");
            return isSame ? ExitCodes.Done : ExitCodes.No;
        }

        var why = checkpoint.Kind != CheckpointKind.Run ? $"{checkpoint.Kind.ToString().ToLowerInvariant()}, no run"
            : !SessionReplay.IsRecorded(checkpoint) ? "made by a command that records no run"
            : SessionReplay.Obstacle(checkpoint) is { } obstacle ? $"it learnt from files, and {obstacle}"
            : $"the state of checkpoint {checkpoint.Parent} was not kept";
        Line(invocation.Output, checkpoint, $"passed over: {why}");
        return ExitCodes.Done;
    }

    private static int Differs(Checkpoint checkpoint, ReplayedRun run, Invocation invocation)
    {
        Line(invocation.Output, checkpoint, "differs, recorded -> repeated");
        foreach (var difference in run.Differences)
        {
            var what = difference.IsRandom
                ? $"random numbers at {Position(difference.Expected)}, repeated {Position(difference.Actual)}"
                : ChangeText.Of(difference.Expected, difference.Actual);
            invocation.Output.Write(Encoding.UTF8.GetBytes($"  {difference.Name}  {what}\n"));
        }

        invocation.Report.Note($"checkpoint {checkpoint.Number} is not what its run leads to now: {checkpoint.Command}");
        return ExitCodes.No;
    }

    private static string Position(Tensor? words) =>
        words is null ? "none" : $"{new UInt128(upper: words.Values<ulong>()[1], lower: words.Values<ulong>()[0])}";

    private static void Print(Stream output, Checkpoint checkpoint, ReplayedRun run)
    {
        Line(output, checkpoint, checkpoint.Command);
        var writer = new ResultWriter(output, OutputFormat.Text, [.. run.Results.Select(result => result.Name)]);
        writer.Write([.. run.Results.Select(result => result.Value)], new ResultOrigin("", null, checkpoint.Number, null));
    }

    private static void Line(Stream output, Checkpoint checkpoint, string text) =>
        output.Write(Encoding.UTF8.GetBytes($"checkpoint {checkpoint.Number}: {Diagnostics.Snippet.Escape(text)}\n"));
}
