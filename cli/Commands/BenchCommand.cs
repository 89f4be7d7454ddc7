using System.Diagnostics;
using GraphRun.Cli.Arguments;
using GraphRun.Cli.Measurements;
using GraphRun.Execution;
using GraphRun.Kernels;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun bench GRAPH</c></summary>
internal static class BenchCommand
{
    public const string Summary = "measure a run: median, percentiles, each step, memory";

    private const int StepRuns = 11;
    private const int DefaultTolerance = 10;

    public static CommandDefinition Define(Invocation invocation)
    {
        var symbols = new RunSymbols(invocation);
        var runs = Symbols.One("--runs", "N", "measure N runs (default: as many as fit into --time)");
        var time = Symbols.One("--time", "TIME", "measure for this long, and at least 10 runs (default: 2s)");
        var warmUp = Symbols.One("--warm-up", "N", "runs that are not counted (default: 10)");
        var compare = Symbols.One("--compare", "FILE", "an earlier --json: tell the ratio; exit 1 if slower");
        var tolerance = Symbols.One("--tolerance", "PERCENT", "how much slower --compare lets pass (default: 10)");
        var json = Symbols.Flag("--json", "one JSON object");
        return new CommandDefinition
        {
            Name = "bench",
            Summary = Summary,
            Examples =
            [
                "graphrun bench model.json --fetch y --threads 1",
                "graphrun bench model.json --fetch y --json > before.json",
                "graphrun bench model.json --fetch y --compare before.json",
            ],
            Details =
                """
                Placeholders that are not fed get made-up values, with 1 for every unknown dim.
                Loading and planning are told apart from running. Nothing is committed.
                """,
            Arguments = [symbols.Graph],
            Groups = [new OptionGroup("Measuring", [runs, time, warmUp, compare, tolerance, json]), .. symbols.PlanGroups],
            Action = result =>
            {
                var budget = new BenchBudget(
                    (int?)Values.Integer(runs, result, least: 1, most: 10_000_000),
                    Values.Duration(time, result) ?? TimeSpan.FromSeconds(2),
                    (int)(Values.Integer(warmUp, result, least: 0, most: 10_000_000) ?? 10));
                var allowed = (int)(Values.Integer(tolerance, result, least: 0, most: 10_000) ?? DefaultTolerance);
                return Bench(symbols.Read(result), budget, (result.GetValue(compare), allowed), result.GetValue(json), invocation);
            },
        };
    }

    private static int Bench(RunOptions options, BenchBudget budget, (string? File, int Tolerance) compare, bool json, Invocation invocation)
    {
        if (options.Threads is { } threads)
            Workers.Count = threads;
        var before = compare.File is null ? null : BenchComparison.Read(compare.File);
        var start = Stopwatch.GetTimestamp();
        using var planned = new PlannedGraph(options, invocation, runs: true);
        var planning = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var report = Measure(options.Graph, planned, planning, budget);
        if (json)
            report.WriteJson(invocation.Output);
        else
            invocation.Output.Write(report.Text());
        if (before is null)
            return ExitCodes.Done;
        invocation.Report.Note(before.Sentence(report.Durations.Median));
        return before.IsSlower(report.Durations.Median, compare.Tolerance) ? ExitCodes.No : ExitCodes.Done;
    }

    private static BenchReport Measure(string file, PlannedGraph planned, double planning, BenchBudget budget)
    {
        var first = Time(planned);
        for (var run = 1; run < budget.WarmUp; run++)
            planned.Run();
        var milliseconds = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (budget.IsOpen(milliseconds.Count, Stopwatch.GetElapsedTime(start)))
            milliseconds.Add(Time(planned));
        var peak = BenchReport.PeakBytes();
        var recordings = new List<Recording>();
        for (var run = 0; run < StepRuns; run++)
        {
            recordings.Add(new Recording());
            planned.Run(recordings[^1]);
        }

        return new BenchReport
        {
            File = file,
            Planned = planned,
            PlanMilliseconds = planning,
            FirstMilliseconds = first,
            Durations = new Durations(milliseconds),
            Steps = StepTime.Of(planned.Description, recordings),
            ProcessBytes = peak,
        };
    }

    private static double Time(PlannedGraph planned)
    {
        var start = Stopwatch.GetTimestamp();
        planned.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
