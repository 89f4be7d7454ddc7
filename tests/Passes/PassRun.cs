using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Passes;
using GraphRun.Tensors;

namespace GraphRun.Tests.Passes;

/// <summary>Runs graphs with some passes and none, and compares bits.</summary>
internal static class PassRun
{
    internal static Output Call(this GraphBuilder builder, string op, string name, params Output[] inputs) =>
        new(builder.Add(Catalogue.Get(op), name, inputs), 0);

    /// <summary>Numbers that are neither whole nor alike: every rounding shows.</summary>
    internal static Tensor Numbers(params long[] dims)
    {
        var tensor = Tensor.Allocate(DType.Float32, Shape.Of(dims));
        var state = 12345u;
        foreach (ref var element in tensor.Writable<float>())
        {
            state = state * 1664525 + 1013904223;
            element = ((int)(state >> 8) - (1 << 23)) / 3000000f;
        }

        return tensor;
    }

    internal static Plan Plan(Graph graph, PlanPasses passes, (Output Output, Tensor Value)[] feeds, params Output[] fetches) => Planner.Plan(
        graph,
        new Session(),
        new RunRequest { Feeds = [.. feeds.Select(feed => feed.Output)], Fetches = [.. fetches.Select(fetch => new Fetch(fetch))], Passes = passes });

    internal static byte[][] Run(Graph graph, PlanPasses passes, (Output Output, Tensor Value)[] feeds, params Output[] fetches)
    {
        var plan = Plan(graph, passes, feeds, fetches);
        var values = feeds.Select(feed => feed.Value).ToArray();
        plan.Run(values);
        return [.. plan.Run(values).Select(value => value.Bytes(0, (int)value.ByteCount).ToArray())];
    }

    /// <summary>No pass, alone or with all others, changes a bit; a second run of the same plan neither.</summary>
    internal static void AssertSameBits(Graph graph, (Output Output, Tensor Value)[] feeds, params Output[] fetches)
    {
        var expected = Run(graph, PlanPasses.None, feeds, fetches);
        foreach (var passes in Enum.GetValues<PlanPasses>())
            Xunit.Assert.Equal(expected, Run(graph, passes, feeds, fetches));
    }
}
