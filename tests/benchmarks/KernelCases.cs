using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>The cases of <see cref="KernelBenchmark"/>: the peers' side is in <c>peers.py</c>, under the same names.</summary>
internal static class KernelCases
{
    internal static IEnumerable<(string Name, Plan Plan, Tensor[] Values)> All()
    {
        foreach (var op in new[] { "Exp", "Tanh", "Sigmoid", "Log", "Sin", "Erf", "Relu" })
        {
            yield return Case($"{op} 4096", b => b.Call(op, Feed(b, 4096)));
            yield return Case($"{op} 1M", b => b.Call(op, Feed(b, 1 << 20)));
        }

        yield return Case("Add 4096", b => b.Call("AddV2", Feed(b, 4096), Feed(b, 4096)));
        yield return Case("Add 1M", b => b.Call("AddV2", Feed(b, 1 << 20), Feed(b, 1 << 20)));
        yield return Case("Add 12544x64 + 64", b => b.Call("AddV2", Feed(b, 12544, 64), Feed(b, 64)));
        yield return Case("Chain relu(a*x+b)*x 1M", Chain);
        yield return Case("Sum 1M", b => b.Call("Sum", Feed(b, 1 << 20), Axes(b, 0)));
        yield return Case("Sum 1000x1000 axis 1", b => b.Call("Sum", Feed(b, 1000, 1000), Axes(b, 1)));
        yield return Case("Sum 1000x1000 axis 0", b => b.Call("Sum", Feed(b, 1000, 1000), Axes(b, 0)));
        yield return Case("Sum 100000x10 axis 1", b => b.Call("Sum", Feed(b, 100000, 10), Axes(b, 1)));
        yield return Case("Sum 10000x64 axis 1", b => b.Call("Sum", Feed(b, 10000, 64), Axes(b, 1)));
        yield return Case("Mean 56x56x64 axes 0,1", b => b.Call("Mean", Feed(b, 56, 56, 64), Axes(b, 0, 1)));
        yield return Case("Max 1000x1000 axis 1", b => b.Call("Max", Feed(b, 1000, 1000), Axes(b, 1)));
        yield return Case("Softmax 1000x1000", b => b.Call("Softmax", Feed(b, 1000, 1000)));
        yield return Case("Softmax 10000x10", b => b.Call("Softmax", Feed(b, 10000, 10)));
        yield return Case("Softmax 4096x64", b => b.Call("Softmax", Feed(b, 4096, 64)));
        yield return Case("LogSoftmax 1000x1000", b => b.Call("LogSoftmax", Feed(b, 1000, 1000)));
        yield return Case("LayerNorm 1000x768", LayerNorm);
        yield return Case("MatVec 1024", b => b.Call("MatMul", Feed(b, 1, 1024), Feed(b, 1024, 1024)));
        var products = new[]
        {
            (64, 64, 64), (256, 256, 256), (512, 512, 512), (1024, 1024, 1024), (2048, 2048, 2048), (128, 784, 256), (32, 1024, 1024), (8, 768, 768),
        };
        foreach (var (m, k, n) in products)
            yield return Case($"MatMul {m}x{k}x{n}", b => b.Call("MatMul", Feed(b, m, k), b.Constant(Numbers(k, n))));
        yield return Case("Transpose 1000x1000", b => b.Call("Transpose", Feed(b, 1000, 1000), b.Constant(Tensor.Vector(1, 0))));
        yield return Case("Transpose 8x56x56x64 0,3,1,2", b => b.Call("Transpose", Feed(b, 8, 56, 56, 64), b.Constant(Tensor.Vector(0, 3, 1, 2))));
        yield return Case("Gather 10000 of 50000x64", Gather);
        yield return Case("Concat 2 of 1000x512", b => b.Call("ConcatV2", Feed(b, 1000, 512), Feed(b, 1000, 512), b.Constant(Tensor.Scalar(1))));
        yield return Case("Pad 112x112x32 by 1", b => b.Call("Pad", Feed(b, 112, 112, 32), b.Constant(Tensor.Of(Shape.Of(3, 2), [1, 1, 1, 1, 0, 0]))));
    }

    private static Output Chain(GraphBuilder b)
    {
        var x = Feed(b, 1 << 20);
        var scaled = b.Call("AddV2", b.Call("Mul", x, b.Constant(Tensor.Scalar(1.5f))), b.Constant(Tensor.Scalar(0.25f)));
        return b.Call("Mul", b.Call("Relu", scaled), x);
    }

    private static Output LayerNorm(GraphBuilder b)
    {
        var x = Feed(b, 1000, 768);
        var keep = new Dictionary<string, object> { ["keep_dims"] = true };
        var mean = b.Call("Mean", [x, Axes(b, 1)], keep);
        var centered = b.Call("Sub", x, mean);
        var variance = b.Call("Mean", [b.Call("Square", centered), Axes(b, 1)], keep);
        var scale = b.Call("Rsqrt", b.Call("AddV2", variance, b.Constant(Tensor.Scalar(1e-5f))));
        var scaled = b.Call("Mul", b.Call("Mul", centered, scale), b.Constant(Numbers(768)));
        return b.Call("AddV2", scaled, b.Constant(Numbers(768)));
    }

    private static Output Gather(GraphBuilder b)
    {
        var indices = new int[10000];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = (int)(i * 7919L % 50000);
        return b.Call("GatherV2", Feed(b, 50000, 64), b.Constant(Tensor.Vector<int>(indices)), b.Constant(Tensor.Scalar(0)));
    }

    private static Output Axes(GraphBuilder b, params int[] axes) => b.Constant(Tensor.Vector<int>(axes));

    private static Output Feed(GraphBuilder b, params long[] dims) => b.Placeholder($"x{Guid.NewGuid():N}", DType.Float32, Shape.Of(dims));

    private static (string Name, Plan Plan, Tensor[] Values) Case(string name, Func<GraphBuilder, Output> build)
    {
        var builder = new GraphBuilder();
        var fetch = build(builder);
        // A target, not a fetch: the result has its planned place, as within a model.
        var graph = builder.Build();
        Output[] feeds = [.. graph.Nodes.Where(node => node.Op.Name == "Placeholder").Select(node => new Output(node, 0))];
        var plan = Planner.Plan(graph, new Session(), new RunRequest { Feeds = feeds, Targets = [fetch.Node] });
        return (name, plan, [.. feeds.Select(feed => Numbers([.. feed.Shape.Dims]))]);
    }

    private static Tensor Numbers(params long[] dims)
    {
        var tensor = Tensor.Allocate(DType.Float32, Shape.Of(dims));
        var state = 1u;
        foreach (ref var element in tensor.Writable<float>())
        {
            state = (state * 1664525) + 1013904223;
            element = ((state >> 8) / (float)(1 << 22)) + 0.001f;
        }

        return tensor;
    }
}
