using GraphRun.Errors;
using GraphRun.Execution;
using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Binding;

/// <summary>
/// Optimizers on <c>sum(c * w²) / 2</c> from w = [1, -2, 0.5], c = [1, 0.5, 2]: three steps, computed independently in numpy from the
/// formulas of TensorFlow 1.
/// </summary>
public class OptimizerTests
{
    public static TheoryData<string, double[]> Steps => new()
    {
        { "sgd(0.1)", [0.7290000000000001, -1.71475, 0.256] },
        { "momentum(0.1, 0.9)", [0.486, -1.4627499999999998, 0.030999999999999944] },
        { "momentum(0.1, 0.9, use_nesterov=true)", [0.32732100000000003, -1.2629252499999999, -0.054176] },
        { "adagrad(0.1)", [0.787512767979794, -1.7830195778825877, 0.2975196228704677] },
        { "adadelta(1.0)", [0.9986434432057646, -1.9986432771351503, 0.4986437755305619] },
        { "rmsprop(0.1, momentum=0.5)", [0.610422369514878, -1.5926437849113793, 0.14605864881831032] },
        { "rmsprop(0.1, momentum=0.5, centered=true)", [0.6050630481368373, -1.5862418577438016, 0.1424491623068817] },
        { "adam(0.1)", [0.7015863457355401, -1.7006234646985567, 0.2048713243933341] },
        { "adam(0.1, amsgrad=true)", [0.7015863457355401, -1.7006234646985567, 0.2048713243933341] },
        { "adam(0.1, weight_decay=0.01)", [0.6751012937957228, -1.6443687556129887, 0.19341567536283594] },
        { "adamax(0.1)", [0.7154994747395157, -1.7076482376892679, 0.2309097544391874] },
        {
            "ftrl(0.1, l1_regularization_strength=0.01, l2_regularization_strength=0.02)",
            [0.5090835055181979, -1.1984546944918986, 0.1751481901039977]
        },
        {
            "ftrl(0.1, -0.3, l1_regularization_strength=0.01, l2_regularization_strength=0.02, l2_shrinkage_regularization_strength=0.05)",
            [0.3263306881789766, -0.8094648124795271, 0.09857986968108112]
        },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Three_steps_follow_the_formula(string optimizer, double[] expected) => AssertSteps(
        $"""
        w: variable([1.0, -2.0, 0.5], dtype=float64)
        loss: reduce_sum([1.0, 0.5, 2.0] * w * w) / 2
        train: minimize(loss, {optimizer})
        """,
        expected);

    [Theory]
    [MemberData(nameof(Steps))]
    public void Three_steps_of_a_variable_behind_a_handle_are_the_same(string optimizer, double[] expected) => AssertSteps(
        $$"""
        w: {op: VarHandleOp, dtype: float64, shape: [3]}
        init: 'AssignVariableOp(w, constant([1.0, -2.0, 0.5], dtype=float64))'
        r: {op: ReadVariableOp, inputs: [w], dtype: float64}
        loss: reduce_sum([1.0, 0.5, 2.0] * r * r) / 2
        train: 'minimize(loss, {{optimizer}}, var_list=[w])'
        """,
        expected,
        "init");

    [Theory]
    [InlineData("sgd(0.1)")]
    [InlineData("momentum(0.1, 0.9)")]
    [InlineData("adagrad(0.1)")]
    [InlineData("rmsprop(0.1)")]
    [InlineData("adadelta(1.0)")]
    [InlineData("ftrl(0.1)")]
    [InlineData("adam(0.1)")]
    public void Gathered_rows_are_updated_as_the_whole_variable_would_be(string optimizer)
    {
        // Every row is gathered, one of them twice, so that lazy updates of rows and dense ones agree.
        const string gathered = "loss: reduce_sum(square(gather(w, [1, 0, 1])))";
        const string dense = "loss: reduce_sum(square(w[1])) * 2 + reduce_sum(square(w[0]))";
        var expected = Train($"w: variable([[1.0, -2.0], [0.5, 3.0]], dtype=float64)\n{dense}\ntrain: minimize(loss, {optimizer})");
        var got = Train($"w: variable([[1.0, -2.0], [0.5, 3.0]], dtype=float64)\n{gathered}\ntrain: minimize(loss, {optimizer})");

        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-12);
    }

    /// <summary>
    /// Four of the weights after 100 steps of a network of 8, 6 and 3 units on 12 rows, in float64, as PyTorch 1.13 gives them; Adam and
    /// Adagrad with epsilon 0, whose place differs there, and Adagrad with the initial accumulator of TensorFlow.
    /// </summary>
    [Theory]
    [InlineData("sgd(0.1)", 0.0437988977998607, -0.451664022930415, 0.00848010529158505, -0.155591638670618)]
    [InlineData("momentum(0.05, 0.9)", 0.0441419194862838, -0.561096801272808, 0.0204079406494807, -0.127422581528398)]
    [InlineData("adam(0.01, epsilon=0.0)", -0.839243329690632, 0.331192162197649, 0.0790822055666221, -0.767602950780778)]
    [InlineData("adagrad(0.05)", 0.0396545750317241, -0.453091458753823, 0.0115793364396744, -0.151589142032298)]
    public void A_hundred_steps_of_a_network_end_where_PyTorch_ends(string optimizer, double first, double last, double bias, double output)
    {
        var session = Session(
            $"""
            x: cos(reshape(cast(range(96), float64), [12, 8]) * 0.7)
            t: range(12) % 3
            w1: variable(sin(reshape(cast(range(48), float64), [8, 6]) * 1.3 + 0.1) * 0.5)
            b1: variable(zeros([6], dtype=float64))
            w2: variable(sin(reshape(cast(range(18), float64), [6, 3]) * 1.3 + 0.2) * 0.5)
            b2: variable(zeros([3], dtype=float64))
            logits: tanh(x @ w1 + b1) @ w2 + b2
            loss: reduce_mean(sparse_softmax_cross_entropy_with_logits(labels=t, logits=logits))
            train: minimize(loss, {optimizer})
            """,
            steps: 100);

        AssertNear(first, session, "w1", 0);
        AssertNear(last, session, "w1", 47);
        AssertNear(bias, session, "b1", 2);
        AssertNear(output, session, "w2", 17);
    }

    [Fact]
    public void Rows_that_are_not_gathered_stay_as_they_are_with_momentum()
    {
        var got = Train("w: variable([[1.0], [2.0]], dtype=float64)\nloss: reduce_sum(gather(w, [0]))\ntrain: minimize(loss, momentum(0.1, 0.9))");

        Assert.Equal(1 - 0.1 * (1 + 1.9 + 2.71), got[0], 1e-12);
        Assert.Equal(2, got[1]);
    }

    [Fact]
    public void Slots_have_the_names_of_TensorFlow()
    {
        var graph = Nodes("w: variable([1.0])\nloss: reduce_sum(w * w)\ntrain: minimize(loss, adam())");

        Assert.Equal(["w", "beta1_power", "beta2_power", "w/Adam", "w/Adam_1"], graph.Variables.Select(variable => variable.Name));
    }

    [Fact]
    public void The_initializer_of_all_variables_knows_slots_wherever_it_stands()
    {
        var graph = Nodes("w: variable([1.0])\ninit: global_variables_initializer()\nloss: reduce_sum(w * w)\ntrain: minimize(loss, momentum(0.1, 0.9))");
        var session = new Session();
        graph.TryGetNode("init", out var init);

        session.Run(graph, [], targets: [init!]);

        Assert.Equal([0f], session.Variable("w/Momentum").Value!.Values<float>().ToArray());
    }

    [Fact]
    public void Only_trainable_variables_change_and_the_global_step_counts()
    {
        var session = Session(
            """
            w: variable(1.0)
            frozen: variable(2.0, trainable=false)
            step: variable(0, dtype=int64, trainable=false)
            loss: w * frozen
            train: minimize(loss, sgd(0.5), global_step=step)
            """);

        Assert.Equal(1 - 3 * 0.5f * 2, session.Variable("w").Value!.Value<float>());
        Assert.Equal(2f, session.Variable("frozen").Value!.Value<float>());
        Assert.Equal(3L, session.Variable("step").Value!.Value<long>());
    }

    [Fact]
    public void An_optimizer_can_be_a_node_and_gradients_can_be_clipped_between_the_two_steps()
    {
        var got = Train(
            """
            w: variable([3.0, 4.0], dtype=float64)
            loss: reduce_sum(w * w) / 2
            opt: sgd(1.0)
            grads: compute_gradients(loss)
            clipped: clip_by_global_norm(grads, 0.5)
            train: apply_gradients(clipped, opt)
            """);

        // The gradient is w itself, of norm 5, 4.5, 4: three steps of length 0.5 towards zero.
        Assert.Equal(3 * 0.7, got[0], 1e-12);
        Assert.Equal(4 * 0.7, got[1], 1e-12);
    }

    [Fact]
    public void Averages_of_variables_move_by_their_decay()
    {
        var session = Session(
            """
            w: variable(1.0)
            set: assign_add(w, 1)
            train: {expr: "exponential_moving_average([w], 0.9)", after: [set]}
            """);

        // 1 -> 1.1 -> 1.29 -> 1.561 while w is 2, 3, 4.
        Assert.Equal(1.561f, session.Variable("w/ExponentialMovingAverage").Value!.Value<float>(), 1e-6f);
    }

    [Fact]
    public void A_loss_that_depends_on_no_variable_is_an_error()
    {
        var error = Error("w: variable(1.0)\nloss: constant(2.0)\ntrain: minimize(loss, sgd(0.1))");

        Assert.Equal(ErrorCode.NoGradient, error.Code);
        Assert.Equal(
            "No gradients provided for any variable, check your graph for ops that do not support gradients, between variables [w] and loss loss",
            error.Message);
    }

    [Fact]
    public void What_is_no_optimizer_is_an_error() =>
        Assert.Equal("'loss' is no optimizer", Error("w: variable(1.0)\nloss: w * w\ntrain: minimize(loss, loss)").Message);

    private static void AssertSteps(string nodes, double[] expected, string? initializer = null)
    {
        var got = Session(nodes, initializer).Variable("w").Value!.Values<double>().ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-6);
    }

    private static double[] Train(string nodes) => Session(nodes).Variable("w").Value!.Values<double>().ToArray();

    private static void AssertNear(double expected, Session session, string variable, int element)
    {
        var got = session.Variable(variable).Value!.Values<double>()[element];
        Assert.True(Math.Abs(got - expected) <= 1e-6 * Math.Abs(expected), $"{variable}[{element}]: expected {expected}, got {got}");
    }

    /// <summary>A session after some runs of <c>train</c>.</summary>
    private static Session Session(string nodes, string? initializer = null, int steps = 3)
    {
        var graph = Nodes(nodes);
        var session = new Session();
        session.Initialize(graph);
        if (initializer is not null && graph.TryGetNode(initializer, out var node))
            session.Run(graph, [], targets: [node]);
        graph.TryGetNode("train", out var train);
        for (var i = 0; i < steps; i++)
            session.Run(graph, [], targets: [train!]);
        return session;
    }
}
