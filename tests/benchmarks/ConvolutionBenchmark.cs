using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>
/// Convolutions with constant filters on one thread, in processor time, so that other work on the machine is not counted. The peer's side is
/// <c>peers/convolutions.mjs</c>.
/// </summary>
internal static class ConvolutionBenchmark
{
    private const int Rounds = 41;

    internal static int Run()
    {
        Workers.Count = 1;
        Measure("3x3 56x56x64 to 64", "Conv2D", [1, 56, 56, 64], [3, 3, 64, 64], 1, 2L * 56 * 56 * 64 * 64 * 9);
        Measure("1x1 56x56x128 to 128", "Conv2D", [1, 56, 56, 128], [1, 1, 128, 128], 1, 2L * 56 * 56 * 128 * 128);
        Measure("3x3 stride 2 224x224x3 to 32", "Conv2D", [1, 224, 224, 3], [3, 3, 3, 32], 2, 2L * 112 * 112 * 3 * 32 * 9);
        Measure("3x3 7x7x512 to 512", "Conv2D", [1, 7, 7, 512], [3, 3, 512, 512], 1, 2L * 7 * 7 * 512 * 512 * 9);
        Measure("depthwise 3x3 112x112x96", "DepthwiseConv2dNative", [1, 112, 112, 96], [3, 3, 96, 1], 1, 2L * 112 * 112 * 96 * 9);
        Measure("depthwise 3x3 14x14x576", "DepthwiseConv2dNative", [1, 14, 14, 576], [3, 3, 576, 1], 1, 2L * 14 * 14 * 576 * 9);
        Measure("transposed 4x4 stride 2 28x28x64 to 32", "Conv2DBackpropInput", [1, 28, 28, 64], [4, 4, 32, 64], 2, 2L * 28 * 28 * 64 * 32 * 16);
        return 0;
    }

    private static void Measure(string name, string op, long[] input, long[] filter, long stride, long operations)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(input));
        var w = builder.Constant(Fill(filter));
        Output[] inputs = op == "Conv2DBackpropInput"
            ? [builder.Constant(Tensor.Vector(1, (int)(input[1] * stride), (int)(input[2] * stride), (int)filter[2])), w, x]
            : [x, w];
        var y = builder.Call(
            op, inputs, new Dictionary<string, object> { ["strides"] = new[] { 1, stride, stride, 1 }, ["padding"] = "SAME" });
        var plan = Planner.Plan(builder.Build(), new Session(), new RunRequest { Feeds = [x], Fetches = [y] });
        Tensor[] values = [Fill(input)];
        var times = Measurement.ProcessorTimes(Rounds, () => plan.Run(values));
        Console.WriteLine(
            $"{name,-40} {times[Rounds / 2],8:F3} ms, at best {times[0]:F3} ms, {operations / times[Rounds / 2] / 1e6,6:F1} GFLOP/s");
    }

    private static Tensor Fill(long[] dims)
    {
        var tensor = Tensor.Allocate(DType.Float32, Shape.Of(dims));
        var values = tensor.Writable<float>();
        for (var i = 0; i < values.Length; i++)
            values[i] = ((i * 7L % 11) - 5) / 16f;
        return tensor;
    }
}
