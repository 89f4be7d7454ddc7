using System.Diagnostics;
using System.Globalization;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Passes;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>
/// Every numeric op that has a natural peer in NumPy (or PyTorch) on about a million elements, on one thread: this program's time, the
/// peer's,
/// and their ratio, above 1 where this program is slower. Rounds take turns, so that noise of the machine meets both alike.
/// </summary>
internal static class OpBenchmark
{
    private const int Rounds = 5;
    private const double MillisecondsPerTurn = 6;
    private const double Target = 3;

    internal static int Run(string script, string[] wanted)
    {
        Workers.Count = 1;
        using var peer = Start(script);
        Console.Error.WriteLine($"peers: {peer.StandardOutput.ReadLine()}");
        Console.WriteLine($"{"",-30}{"us",10}{"peer",10}{"ratio",8}");
        var ratios = new List<(string Name, double Ratio)>();
        foreach (var (name, op, inputs, attrs) in OpCases.All())
        {
            if (wanted.Length == 0 || wanted.Any(part => name.Contains(part, StringComparison.Ordinal)))
                ratios.Add((name, Measure(name, Planned(op, inputs, attrs), peer)));
        }

        peer.StandardInput.WriteLine("quit");
        Summarize(ratios);
        return 0;
    }

    private static void Summarize(List<(string Name, double Ratio)> ratios)
    {
        var sorted = ratios.Select(entry => entry.Ratio).Order().ToArray();
        var slow = ratios.Where(entry => entry.Ratio > Target).OrderByDescending(entry => entry.Ratio).Select(entry =>
            $"{entry.Name} {entry.Ratio:F1}");
        Console.WriteLine($"{sorted.Length} cases, median ratio {sorted[sorted.Length / 2]:F2}, {sorted.Count(ratio => ratio <= 1)} not slower than the peer");
        Console.WriteLine($"more than {Target} times slower: {string.Join(", ", slow.DefaultIfEmpty("none"))}");
    }

    private static double Measure(string name, Action run, Process peer)
    {
        var (own, other, ratio) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        Turn(run);
        Ask(peer, name);
        for (var round = 0; round < Rounds; round++)
        {
            own[round] = Turn(run);
            other[round] = Ask(peer, name);
            ratio[round] = own[round] / other[round];
        }

        var median = Measurement.Median(ratio);
        Console.WriteLine($"{name,-30}{Measurement.Median(own),10:F1}{Measurement.Median(other),10:F1}{median,8:F2}");
        return median;
    }

    /// <summary>Microseconds of one call: the least of the calls of one turn.</summary>
    private static double Turn(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        var least = double.MaxValue;
        do
        {
            var begin = Stopwatch.GetTimestamp();
            run();
            least = Math.Min(least, Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < MillisecondsPerTurn);

        return least;
    }

    private static double Ask(Process peer, string name)
    {
        peer.StandardInput.WriteLine(name);
        return double.Parse(peer.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    // Floats and large integers are fed; what sets a shape or an axis is a constant, as in a model. The op is a target: its result has
    // its planned place.
    private static Action Planned(string op, Tensor[] inputs, (string Name, object Value)[] attrs)
    {
        var builder = new GraphBuilder();
        var outputs = inputs.Select((input, i) => input.ElementCount > 64 ? builder.Placeholder($"x{i}", input.DType, input.Shape)
            : builder.Constant(input)).ToArray();
        var result = builder.Call(op, outputs, attrs.ToDictionary(attr => attr.Name, attr => attr.Value), "op");
        var graph = builder.Build();
        Output[] feeds = [.. outputs.Where(output => output.Node.Op.Name == "Placeholder")];
        Tensor[] values = [.. inputs.Where(input => input.ElementCount > 64)];
        var request = new RunRequest { Feeds = feeds, Targets = [result.Node], Passes = PlanPasses.All & ~PlanPasses.ConstantFolding };
        var plan = Planner.Plan(graph, new Session(), request);
        return () => plan.Run(values);
    }

    private static Process Start(string script)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", script) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        return Process.Start(start)!;
    }
}
