using System.Globalization;
using System.Text;
using GraphRun.Cli.Measurements;
using GraphRun.Cli.Printing;
using GraphRun.Execution;
using GraphRun.Passes;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>What <c>explain</c> prints for people.</summary>
internal static class ExplainText
{
    /// <summary>The steps, then what passes did, then memory and cost.</summary>
    public static byte[] Of(PlannedGraph planned, IReadOnlyList<StepTime>? times)
    {
        var description = planned.Description;
        var rows = new List<string[]> { Head(times is not null) };
        rows.AddRange(description.Steps.Select((step, index) => Row(index, step, times?[index])));
        return [.. Columns.Of(rows), .. Encoding.UTF8.GetBytes(Notes(description)), .. Columns.Of(Totals(description, times))];
    }

    /// <summary>A number of bytes as people read it: <c>512 B</c>, <c>1.5 MiB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => Text($"{bytes} B"),
        < 1024 * 1024 => Text($"{bytes / 1024.0:0.0} KiB"),
        _ => Text($"{bytes / 1024.0 / 1024:0.0} MiB"),
    };

    /// <summary>A number of operations as people read it: <c>1.5 M</c>.</summary>
    public static string Count(long? count) => count switch
    {
        null => "?",
        < 1000 => Text($"{count}"),
        < 1_000_000 => Text($"{count / 1e3:0.0} k"),
        < 1_000_000_000 => Text($"{count / 1e6:0.0} M"),
        _ => Text($"{count / 1e9:0.00} G"),
    };

    private static string[] Head(bool isMeasured) =>
        ["step", "node", "op", "output", "place", "flops", .. isMeasured ? new[] { "ms", "GFLOP/s", "GB/s" } : []];

    private static string[] Row(int index, StepDescription step, StepTime? time)
    {
        var outputs = string.Join(", ", step.Outputs.Select(output => $"{output.DType.Name()}{output.Shape}"));
        var row = new[] { Text($"{index}"), step.Name, string.Join(" + ", step.Ops), outputs, Place(step), Count(step.Work) };
        if (time is null)
            return row;
        var work = time.GigaFlops is { } rate ? Text($"{rate:0.0}") : "-";
        return [.. row, Text($"{time.Milliseconds:0.000}"), work, Text($"{time.GigaBytes:0.0}")];
    }

    private static string Place(StepDescription step) => step.Place switch
    {
        OutputPlace.Buffer => Text($"buffer {step.Buffer}"),
        OutputPlace.OverInput => Text($"buffer {step.Buffer} in place"),
        OutputPlace.Forwarded => "shared",
        OutputPlace.Result => "result",
        OutputPlace.Allocated => "allocated",
        _ => "-",
    };

    private static string Notes(PlanDescription description)
    {
        var text = new StringBuilder();
        var groups = description.Notes.GroupBy(note => (note.Pass, note.IsDone));
        foreach (var group in groups.OrderBy(group => group.Key.Pass).ThenByDescending(group => group.Key.IsDone))
        {
            text.Append('\n').Append(Title(group.Key.Pass)).Append(group.Key.IsDone ? ":\n" : ", not done:\n");
            foreach (var note in group)
                text.Append("  ").Append(note.Node.Name).Append(": ").Append(note.Text).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static string Title(PlanPasses pass) => pass switch
    {
        PlanPasses.ConstantFolding => "computed while planning",
        PlanPasses.IdentityRemoval => "left out",
        PlanPasses.CommonSubexpressions => "merged",
        PlanPasses.ElementwiseFusion => "fused into elementwise chains",
        PlanPasses.EpilogueFusion => "fused into products",
        PlanPasses.NormalizationFusion => "fused into normalizations",
        PlanPasses.MarginAbsorption => "zeros that convolutions think of",
        _ => pass.ToString(),
    };

    private static List<string[]> Totals(PlanDescription description, IReadOnlyList<StepTime>? times)
    {
        var rows = new List<string[]>
        {
            new[] { "steps", Text($"{description.Steps.Count}") },
            new[] { "buffers", Text($"{description.Buffers.Count}, {Bytes(description.Buffers.Sum())}") },
            new[] { "constants", Bytes(description.ConstantBytes) },
            new[] { "results", Bytes(description.FetchedBytes) },
            new[] { "peak", Bytes(description.PeakBytes) },
            new[] { "flops", Count(description.Work) },
        };
        if (times is not null)
        {
            var milliseconds = times.Sum(time => time.Milliseconds);
            rows.Add(["time", Text($"{milliseconds:0.000} ms, {description.Work / Math.Max(milliseconds, 1e-6) / 1e6:0.0} GFLOP/s")]);
        }

        return rows;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
