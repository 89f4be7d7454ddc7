using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>Matrix products on one thread and on two, in turn; each ratio is the median of the rounds' ratios.</summary>
internal static class ProductBenchmark
{
    private const int Rounds = 21;

    internal static int Run()
    {
        Measure(256);
        Measure(1024);
        return 0;
    }

    private static void Measure(long size)
    {
        var builder = new GraphBuilder();
        var x = builder.Placeholder("x", DType.Float32, Shape.Of(size, size));
        var numbers = Tensor.Allocate(DType.Float32, Shape.Of(size, size));
        numbers.Writable<float>().Fill(0.5f);
        var product = builder.Call("MatMul", x, builder.Constant(numbers));
        var plan = Planner.Plan(builder.Build(), new Session(), new RunRequest { Feeds = [x], Targets = [product.Node] });
        var (one, two) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            one[round] = Milliseconds(plan, numbers, 1);
            two[round] = Milliseconds(plan, numbers, 2);
        }

        var ratio = Measurement.Median([.. one.Select((time, round) => time / two[round])]);
        Console.WriteLine(
            $"MatMul {size}x{size}x{size}  {Measurement.Median(one),8:F2} ms on one thread, {Measurement.Median(two),8:F2} ms on two, ratio {ratio:F2}");
    }

    private static double Milliseconds(Plan plan, Tensor value, int threads)
    {
        Workers.Count = threads;
        return Measurement.Median(3, () => plan.Run([value]));
    }
}
