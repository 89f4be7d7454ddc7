using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops.ControlFlow;

/// <summary>The values of loops use their storage again. Expected numbers are calculated by hand.</summary>
public class LoopStorageTests
{
    [Fact]
    public void A_value_that_moves_to_another_place_is_not_written_over() =>
        Assert.Equal([24, 44, 81], Run(8, [0, 0, 1], (body, v) => [v[1], v[2], Sum(body, Sum(body, v[0], v[1]), v[2])]));

    [Fact]
    public void Values_that_trade_places_keep_apart() =>
        Assert.Equal([-7, 3], Run(5, [3, 7], (body, v) => [body.Call("Neg", v[1]), body.Call("Identity", v[0])]));

    [Fact]
    public void What_is_computed_on_the_way_is_not_written_over_a_value() => Assert.Equal([1, 4], Run(3, [1, 1], (body, v) =>
        [body.Call("Sub", body.Call("Mul", v[0], v[0]), v[1]), Sum(body, v[1], body.Constant(Tensor.Scalar(1)))]));

    [Fact]
    public void Results_that_are_one_value_stand_both() => Assert.Equal([18, 36, 18], Run(3, [1, 1, 0], (body, v) =>
    {
        var sum = Sum(body, v[0], v[1]);
        return [sum, Sum(body, sum, sum), sum];
    }));

    [Fact]
    public void Larger_values_are_read_whole_before_they_are_replaced()
    {
        // The matrix [[1, 1], [1, 0]] multiplied by itself, as Fibonacci's numbers.
        var builder = new GraphBuilder();
        var matrix = builder.Constant(Tensor.Of<float>(Shape.Of(2, 2), [1, 1, 1, 0]));
        var node = builder.Count([matrix], 3, (body, v) => [body.Call("MatMul", v[1], v[1])]);
        Assert.Equal([34f, 21, 21, 13], builder.Run(node, 1).Values<float>().ToArray());
    }

    [Fact]
    public void What_a_run_returned_stays_as_it_was()
    {
        var (plan, _) = Doubling(4);
        var first = plan.Run([Tensor.Scalar(3)])[0];
        plan.Run([Tensor.Scalar(5)]);
        Assert.Equal(48, first.Value<int>());
    }

    [Fact]
    public void An_iteration_over_scalars_allocates_nothing()
    {
        static long Measured(int iterations)
        {
            var (plan, value) = Doubling(iterations);
            plan.Run([value]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            plan.Run([value]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.InRange(Measured(1100) - Measured(100), 0, 1000);
    }

    private static (Plan Plan, Tensor Value) Doubling(int iterations)
    {
        var builder = new GraphBuilder();
        var start = builder.Placeholder("start", DType.Int32, Shape.Scalar);
        var node = builder.Count([start], iterations, (body, v) => [Sum(body, v[1], v[1])]);
        var request = new RunRequest { Feeds = [start], Fetches = [new Fetch(new Output(node, 1))] };
        return (Planner.Plan(builder.Build(), new Session(), request), Tensor.Scalar(1));
    }

    private static Output Sum(GraphBuilder body, Output x, Output y) => body.Call("AddV2", x, y);

    /// <summary>The values after some iterations.</summary>
    private static int[] Run(int iterations, int[] start, Func<GraphBuilder, Output[], IReadOnlyList<Output>> next)
    {
        var builder = new GraphBuilder();
        Output[] values = [.. start.Select((value, i) => builder.Placeholder($"start{i}", DType.Int32, Shape.Scalar))];
        var node = builder.Count(values, iterations, (body, v) => next(body, v[1..]));
        var fetches = start.Select((_, i) => new Fetch(new Output(node, i + 1))).ToList();
        var feeds = values.Zip(start, (value, number) => (value, Tensor.Scalar(number))).ToList();
        return [.. new Session().Run(builder.Build(), fetches, feeds).Select(value => value.Value<int>())];
    }
}
