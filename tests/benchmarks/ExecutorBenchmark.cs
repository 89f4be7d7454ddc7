using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>What a step costs beyond its arithmetic: chains of scalar float additions of a fed value, so that nothing can be folded.</summary>
internal static class ExecutorBenchmark
{
    internal static int Run()
    {
        foreach (var count in new[] { 1_000, 10_000, 100_000, 1_000_000 })
            Chain(count);
        return 0;
    }

    private static void Chain(int count)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Scalar);
        var one = builder.Constant(Tensor.Scalar(1e-3f));
        var add = Catalogue.Get("AddV2");
        var (last, tenth) = (x, x);
        for (var i = 0; i < count; i++)
        {
            last = new Output(builder.Add(add, $"n{i}", [last, one]), 0);
            tenth = i == 9 ? last : tenth;
        }

        var graph = builder.Build();
        var value = new[] { Tensor.Scalar(1f) };
        var planning = Measurement.Median(3, () => Plan(graph, x, last));
        var plan = Plan(graph, x, last);
        var running = Measurement.Median(21, () => plan.Run(value));
        var partial = Measurement.Median(21, () => Plan(graph, x, tenth).Run(value));
        Console.WriteLine($"chain of {count,9:N0} adds: plan {planning,8:F1} ms, run {running * 1e6 / count,6:F1} ns per node; plan and fetch of the 10th node {partial * 1000,6:F0} us");
    }

    private static Plan Plan(Graph graph, Output x, Output fetch) => Planner.Plan(graph, new Session(), new RunRequest { Feeds = [x], Fetches = [fetch] });
}
