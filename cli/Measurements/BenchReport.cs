using System.Diagnostics;
using System.Globalization;
using System.Text;
using GraphRun.Cli.Commands;
using GraphRun.Cli.Printing;
using GraphRun.Kernels;

namespace GraphRun.Cli.Measurements;

/// <summary>What <c>bench</c> measured.</summary>
internal sealed class BenchReport
{
    private const int ShownSteps = 20;

    private static readonly string[] stepColumns = ["ms", "%", "GFLOP/s", "GB/s", "op", "node"];

    public required string File { get; init; }

    public required PlannedGraph Planned { get; init; }

    /// <summary>Reading the graph, its feeds and its session, and planning.</summary>
    public required double PlanMilliseconds { get; init; }

    public required double FirstMilliseconds { get; init; }

    public required Durations Durations { get; init; }

    public required IReadOnlyList<StepTime> Steps { get; init; }

    /// <summary>The most memory that the process has held.</summary>
    public required long ProcessBytes { get; init; }

    private long Work => Planned.Description.Work;

    public static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    public byte[] Text()
    {
        var median = Durations.Median;
        var rows = new List<string[]>
        {
            new[] { "median", Text($"{median:0.0000} ms"), Work > 0 && median > 0 ? Text($"{Work / median / 1e6:0.0} GFLOP/s") : "" },
            new[] { "least", Text($"{Durations.Least:0.0000} ms"), "" },
            new[] { "mean", Text($"{Durations.Mean:0.0000} ms"), "" },
            new[] { "p90", Text($"{Durations.Percentile(90):0.0000} ms"), "" },
            new[] { "p99", Text($"{Durations.Percentile(99):0.0000} ms"), "" },
            new[] { "runs", Text($"{Durations.Count}"), Text($"{Workers.Count} threads") },
            new[] { "first run", Text($"{FirstMilliseconds:0.0000} ms"), "" },
            new[] { "load and plan", Text($"{PlanMilliseconds:0.0000} ms"), Text($"{Steps.Count} steps") },
            new[] { "memory", ExplainText.Bytes(ProcessBytes), Text($"of which values {ExplainText.Bytes(Planned.Description.PeakBytes)}") },
        };
        return [.. Columns.Of(rows), .. Encoding.UTF8.GetBytes("\n"), .. Columns.Of(StepRows())];
    }

    public void WriteJson(Stream output) => JsonOutput.Write(output, json =>
    {
        json.WriteString("file", File);
        json.WriteNumber("threads", Workers.Count);
        json.WriteNumber("runs", Durations.Count);
        json.WriteNumber("median_ms", Rounded(Durations.Median));
        json.WriteNumber("min_ms", Rounded(Durations.Least));
        json.WriteNumber("mean_ms", Rounded(Durations.Mean));
        json.WriteNumber("p90_ms", Rounded(Durations.Percentile(90)));
        json.WriteNumber("p99_ms", Rounded(Durations.Percentile(99)));
        json.WriteNumber("first_ms", Rounded(FirstMilliseconds));
        json.WriteNumber("plan_ms", Rounded(PlanMilliseconds));
        json.WriteNumber("peak_bytes", ProcessBytes);
        json.WriteNumber("value_bytes", Planned.Description.PeakBytes);
        json.WriteNumber("flops", Work);
        JsonOutput.WriteTexts(json, "made_up", Planned.MadeUp.Select(made => made.ToString()));
        json.WriteStartArray("steps");
        foreach (var step in Steps)
            ExplainJson.WriteStep(json, step.Step, step);
        json.WriteEndArray();
    });

    /// <summary>The steps that take longest.</summary>
    private List<string[]> StepRows()
    {
        var total = Math.Max(Steps.Sum(step => step.Milliseconds), 1e-9);
        var rows = new List<string[]> { stepColumns };
        rows.AddRange(Steps.OrderByDescending(step => step.Milliseconds).Take(ShownSteps).Select(step => new[]
        {
            Text($"{step.Milliseconds:0.0000}"),
            Text($"{100 * step.Milliseconds / total:0.0}"),
            step.GigaFlops is { } rate ? Text($"{rate:0.0}") : "-",
            Text($"{step.GigaBytes:0.0}"),
            string.Join(" + ", step.Step.Ops),
            step.Step.Name,
        }));
        if (Steps.Count > ShownSteps)
            rows.Add(["", "", "", "", "", Text($"and {Steps.Count - ShownSteps} steps that take less")]);
        return rows;
    }

    private static double Rounded(double milliseconds) => Math.Round(milliseconds, 6);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
