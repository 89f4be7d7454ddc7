using GraphRun.Cli.Arguments;
using GraphRun.Cli.Measurements;
using GraphRun.Execution;
using GraphRun.Kernels;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun explain GRAPH</c></summary>
internal static class ExplainCommand
{
    public const string Summary = "show the plan of a run: steps, what is fused, memory, cost";

    private const int MeasuredRuns = 5;

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new RunSymbols(invocation);
        var analyze = Symbols.Flag("--analyze", "run it, and add what each step took");
        var json = Symbols.Flag("--json", "one JSON object");
        return new CommandDefinition
        {
            Name = "explain",
            Summary = Summary,
            Examples =
            [
                "graphrun explain model.json --fetch y",
                "graphrun explain model.json --fetch y --analyze",
                "graphrun explain train.yaml --target step --json | jq .steps",
            ],
            Details =
                """
                A step is one call of a kernel; it may compute several nodes. Buffers are
                memory in which values take turns. Placeholders that are not fed get made-up
                values, with 1 for every unknown dim. Nothing is committed.
                """,
            Arguments = [symbols.Graph],
            Groups = [new OptionGroup("Options", [analyze, json]), .. symbols.PlanGroups],
            Action = result => Explain(symbols.Read(result), result.GetValue(analyze), result.GetValue(json), invocation),
        };
    }

    private static int Explain(RunOptions options, bool analyzes, bool json, Invocation invocation)
    {
        if (options.Threads is { } threads)
            Workers.Count = threads;
        using var planned = new PlannedGraph(options, invocation, runs: analyzes);
        var times = analyzes ? Analyze(planned) : null;
        if (json)
            ExplainJson.Write(invocation.Output, options.Graph, planned, times);
        else
            invocation.Output.Write(ExplainText.Of(planned, times));
        return ExitCodes.Done;
    }

    private static IReadOnlyList<StepTime> Analyze(PlannedGraph planned)
    {
        planned.Run();
        var recordings = new List<Recording>();
        for (var run = 0; run < MeasuredRuns; run++)
        {
            recordings.Add(new Recording());
            planned.Run(recordings[^1]);
        }

        return StepTime.Of(planned.Description, recordings);
    }
}
