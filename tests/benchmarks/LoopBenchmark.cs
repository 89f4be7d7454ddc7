using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>What an iteration of a While costs: a scalar counter, and the same with a sum and with a branch in its body.</summary>
internal static class LoopBenchmark
{
    private const int Iterations = 100_000;

    internal static int Run()
    {
        Measure("counter", 2, (body, values) => [Next(body, values[0])], 1);
        Measure("counter and sum", 3, (body, values) => [Next(body, values[0]), body.Call("AddV2", values[1], values[0])], 2);
        Measure("ten additions", 12, (body, values) => [Next(body, values[0]), Sums(body, values[1])], 2);
        return 0;
    }

    private static Output Next(GraphBuilder body, Output value) => body.Call("AddV2", value, body.Constant(Tensor.Scalar(1)));

    private static Output Sums(GraphBuilder body, Output value)
    {
        for (var i = 0; i < 10; i++)
            value = Next(body, value);
        return value;
    }

    private static void Measure(string name, int nodes, Func<GraphBuilder, Output[], Output[]> results, int count)
    {
        var builder = new GraphBuilder();
        var start = builder.Placeholder("start", DType.Int32, Shape.Scalar);
        var (test, body) = (new FunctionBuilder(builder), new FunctionBuilder(builder));
        var (tested, values) = (Parameters(test, count), Parameters(body, count));
        builder.AddFunction(test.Build("cond", [test.Body.Call("Less", tested[0], test.Body.Constant(Tensor.Scalar(Iterations)))], [], []));
        builder.AddFunction(body.Build("body", results(body.Body, values), [], []));
        var loop = builder.Add(Catalogue.Get("While"), "loop", [.. Enumerable.Repeat(start, count)], new Dictionary<string, object>
        {
            ["cond"] = new FunctionReference("cond"),
            ["body"] = new FunctionReference("body"),
        });
        var request = new RunRequest { Feeds = [start], Fetches = [new Fetch(new Output(loop, 0))] };
        var plan = Planner.Plan(builder.Build(), new Session(), request);
        var zero = new[] { Tensor.Scalar(0) };
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        plan.Run(zero);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var time = Measurement.Median(9, () => plan.Run(zero));
        Console.WriteLine(
            $"{name,-16} {time * 1e6 / Iterations,7:F1} ns per iteration, {time * 1e6 / Iterations / nodes,6:F1} ns per node, "
            + $"{(double)bytes / Iterations,6:F1} bytes per iteration");
    }

    private static Output[] Parameters(FunctionBuilder function, int count) =>
        [.. Enumerable.Range(0, count).Select(i => function.AddParameter($"v{i}", DType.Int32, Shape.Scalar))];
}
