using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.RandomNumbers;

public class RandomOpTests
{
    // TensorFlow 1, tf.random_uniform([1], seed=1) in two runs, as its users published it.
    [Fact]
    public void The_stream_goes_on_from_run_to_run()
    {
        var (graph, node) = Uniform(Tensor.Vector(1), ("seed", 87654321L), ("seed2", 1L));
        var session = new Session();

        var numbers = new[] { session.Run(graph, [node])[0], session.Run(graph, [node])[0] };

        Assert.Equal([0.2390374f, 0.22267115f], numbers.Select(number => number.Value<float>()));
    }

    [Fact]
    public void A_new_session_begins_the_stream_again()
    {
        var (graph, node) = Uniform(Tensor.Vector(3), ("seed", 1L));

        Assert.Equal(Show(new Session().Run(graph, [node])[0]), Show(new Session().Run(graph, [node])[0]));
    }

    [Fact]
    public void A_counter_that_is_kept_continues_the_stream()
    {
        var (graph, node) = Uniform(Tensor.Vector(3), ("seed", 1L));
        var whole = new Session();
        whole.Run(graph, [node]);
        var stopped = new Session();
        stopped.Run(graph, [node]);
        var counter = stopped.ChangedCounters.Single();

        var continued = new Session { LoadCounter = name => name == counter.Name ? counter.Next : null };

        Assert.Equal(Show(whole.Run(graph, [node])[0]), Show(continued.Run(graph, [node])[0]));
    }

    [Fact]
    public void The_graphs_seed_and_the_nodes_name_decide_when_the_op_has_none()
    {
        var builder = new GraphBuilder { Seed = 7 };
        var shape = builder.Constant(Tensor.Vector(2));
        var attrs = new Dictionary<string, object> { ["dtype"] = DType.Float32 };
        var first = builder.Call("RandomUniform", [shape], attrs, "first");
        var second = builder.Call("RandomUniform", [shape], attrs, "second");
        var values = new Session().Run(builder.Build(), [first, second]);
        var expected = Tensor.Allocate(DType.Float32, Shape.Of(2));

        UniformDistribution.Fill(Philox.FromSeeds(7, OpSeed.FromName("first")), expected);

        Assert.Equal(Show(expected), Show(values[0]));
        Assert.NotEqual(Show(values[0]), Show(values[1]));
    }

    [Fact]
    public void One_node_fetched_twice_in_a_run_is_one_value()
    {
        var (graph, node) = Uniform(Tensor.Vector(3), ("seed", 1L));

        var values = new Session().Run(graph, [node, node]);

        Assert.Equal(Show(values[0]), Show(values[1]));
    }

    [Fact]
    public void An_empty_range_of_integers_is_refused()
    {
        var builder = new GraphBuilder();
        Output[] inputs = [builder.Constant(Tensor.Vector(2)), builder.Constant(Tensor.Scalar(5)), builder.Constant(Tensor.Scalar(5))];
        var node = builder.Call("RandomUniformInt", inputs);

        var error = Assert.Throws<GraphRunException>(() => new Session().Run(builder.Build(), [node]));

        Assert.Equal("Need minval < maxval, got 5 >= 5", error.Diagnostics[0].Message);
    }

    [Fact]
    public void A_shuffle_keeps_rows_whole()
    {
        var builder = new GraphBuilder();
        var rows = builder.Constant(Matrix(new[,] { { 1, 10 }, { 2, 20 }, { 3, 30 }, { 4, 40 } }));
        var node = builder.Call("RandomShuffle", [rows], new Dictionary<string, object> { ["seed"] = 3L });

        var shuffled = new Session().Run(builder.Build(), [node])[0].Values<int>().ToArray();

        Assert.Equal([10, 20, 30, 40], new[] { shuffled[1], shuffled[3], shuffled[5], shuffled[7] }.Order());
        Assert.All([0, 2, 4, 6], i => Assert.Equal(shuffled[i] * 10, shuffled[i + 1]));
    }

    // By hand: the key and counter are the words of the block at counter (1, 0, 2, 0) under TensorFlow's scrambling key
    // (core/kernels/stateless_random_ops.cc), computed with an independent implementation of Philox.
    [Fact]
    public void A_stateless_op_is_a_function_of_its_seed()
    {
        var numbers = Single("StatelessRandomUniform", [Tensor.Vector(2), Tensor.Vector(1L, 2L)]);

        Assert.Equal([7080492 / 8388608f, 1610993 / 8388608f], numbers.Values<float>().ToArray());
        Assert.Equal(Show(numbers), Show(Single("StatelessRandomUniform", [Tensor.Vector(2), Tensor.Vector(1, 2)])));
        Assert.Equal("seed must have shape [2], not [1]", Error("StatelessRandomUniform", [Tensor.Vector(2), Tensor.Vector(1L)]));
    }

    private static (Graph Graph, Output Node) Uniform(Tensor shape, params (string Name, object Value)[] attrs)
    {
        var builder = new GraphBuilder();
        var given = attrs.ToDictionary(attr => attr.Name, attr => attr.Value);
        given["dtype"] = DType.Float32;
        var node = builder.Call("RandomUniform", [builder.Constant(shape)], given, "noise");
        return (builder.Build(), node);
    }
}
