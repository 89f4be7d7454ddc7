using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Libraries;

/// <summary>
/// Layers in float64 beside NumPy (GRUs by the formulas of TensorFlow's GRUCell) and PyTorch 1.13 (LSTM, convolution, batch normalization,
/// losses), which were given the same inputs and weights.
/// </summary>
public sealed class LayerTests
{
    private const string Sequences = "x: sin(reshape(cast(range(12), float64), [2, 3, 2]) * 0.9 + 0.5)\n";

    private static readonly Dictionary<string, double[]> gru = new()
    {
        ["y/gates/kernel"] = Numbers(16, i => Math.Cos(i * 0.7) * 0.6),
        ["y/gates/bias"] = [1, 0.5, -0.5, 0.25],
        ["y/candidate/kernel"] = Numbers(8, i => Math.Sin(i * 1.1 + 0.3) * 0.8),
        ["y/candidate/bias"] = [0.1, -0.2],
    };

    private static readonly Dictionary<string, double[]> lstm = new()
    {
        ["y/kernel"] = Numbers(32, i => Math.Cos(i * 0.7) * 0.6),
        ["y/bias"] = Numbers(8, i => Math.Sin(i) * 0.5),
    };

    [Theory]
    [InlineData("gru(x, 2)", new[]
    {
        0.40284624986524126, -0.07556508783910826, 0.15564661244190642, 0.07248813887807024, -0.24677911222084548, -0.14741934963292352,
        0.16161443418845264, -0.23207277373530558, 0.34699636826227137, -0.0542593840401287, -0.09856104127512585, -0.07714816768943754,
    })]
    [InlineData("gru(x, 2):1", new[] { -0.24677911222084548, -0.14741934963292352, -0.09856104127512585, -0.07714816768943754 })]
    [InlineData("gru(x, 2, sequence_length=[1, 2])", new[]
    {
        0.40284624986524126, -0.07556508783910826, 0, 0, 0, 0, 0.16161443418845264, -0.23207277373530558, 0.34699636826227137,
        -0.0542593840401287, 0, 0,
    })]
    [InlineData("gru(x, 2, sequence_length=[0, 3]):1", new[] { 0, 0, -0.09856104127512585, -0.07714816768943754 })]
    [InlineData("gru(x, 2, [2, 3], initial_state=constant([[0.5, -0.5], [1.0, 0.0]], dtype=float64))", new[]
    {
        0.3450791326034409, -0.5090244010613492, 0.08959028797937112, -0.28951516633749846, 0, 0, 0.2646173855313104, -0.2755057021052053,
        0.34511056125484757, -0.10650421686634945, -0.10017396018610938, -0.11995476566575379,
    })]
    public void A_gated_recurrent_unit_is_TensorFlows_cell_unrolled(string call, double[] expected) =>
        AssertValue(Sequences, call, gru, expected);

    [Theory]
    [InlineData("lstm(x, 2)", new[]
    {
        0.1406214387052559, 0.006514400426142284, 0.21503164775286382, -0.034040983096806414, 0.2884706979010833, 0.04169728112364488,
        0.11704050672725622, 0.07600597107339123, 0.16652285616672033, 0.001983936881690905, 0.28321567898819955, 0.029515214829420187,
    })]
    [InlineData("lstm(x, 2):1", new[] { 0.4962878174798087, 0.06945742025993012, 0.5547574426598196, 0.04813259964362411 })]
    [InlineData("lstm(x, 2):2", new[] { 0.2884706979010833, 0.04169728112364488, 0.28321567898819955, 0.029515214829420187 })]
    [InlineData("lstm(x, 2, sequence_length=[1, 2]):1", new[]
    {
        0.5016208284960151, 0.01240377174343221, 0.6769503595027266, 0.003741867204590993,
    })]
    public void A_long_short_term_memory_is_TensorFlows_cell_unrolled(string call, double[] expected) =>
        AssertValue(Sequences, call, lstm, expected);

    [Fact]
    public void A_cell_takes_the_step_that_a_whole_layer_takes()
    {
        const string call = "gru_cell(x[:, 0], zeros([2, 2], dtype=float64), gk, gb, ck, cb)";
        const string variables =
            """
            gk: cos(reshape(cast(range(16), float64), [4, 4]) * 0.7) * 0.6
            gb: {op: Const, value: [1.0, 0.5, -0.5, 0.25], dtype: float64}
            ck: sin(reshape(cast(range(8), float64), [4, 2]) * 1.1 + 0.3) * 0.8
            cb: {op: Const, value: [0.1, -0.2], dtype: float64}

            """;

        AssertValue(
            Sequences + variables, call, [], [0.40284624986524126, -0.07556508783910826, 0.16161443418845264, -0.23207277373530558]);
    }

    [Fact]
    public void A_memory_cell_takes_the_step_that_a_whole_layer_takes() => AssertValue(
        Sequences
        + "k: cos(reshape(cast(range(32), float64), [4, 8]) * 0.7) * 0.6\nb: sin(cast(range(8), float64)) * 0.5\n"
        + "z: zeros([2, 2], dtype=float64)\n",
        "lstm_cell(x[:, 0], z, z, k, b):1",
        [],
        [0.1406214387052559, 0.006514400426142284, 0.11704050672725622, 0.07600597107339123]);

    [Fact]
    public void A_convolution_takes_pairs_and_words_as_TensorFlow_takes_them()
    {
        var weights = new Dictionary<string, double[]> { ["y/kernel"] = Numbers(36, i => Math.Cos(i * 0.5)) };
        var y = Value(
            "x: sin(reshape(cast(range(80), float64), [2, 5, 4, 2]) * 0.3)\n",
            "conv2d(x, 3, kernel_size=(3, 2), strides=[2, 1], padding='same', activation=None)",
            weights);

        Assert.Equal("[2,3,4,3]", y.Shape.ToString());
        AssertNear([0.0433163716207091, 0.03516402194030417, 0.018402293300773965], y.Values<double>()[..3]);
        Assert.Equal(6.0105513087539055, y.Values<double>().ToArray().Sum(), 1e-9);
    }

    [Fact]
    public void Batch_normalization_of_images_averages_the_variance_of_the_sample()
    {
        var graph = Layers("x: sin(reshape(cast(range(16), float64), [2, 2, 2, 2]) * 0.7)\ny: batch_normalization(x, training=true)");
        var session = new Session();
        session.Initialize(graph);

        var y = session.Run(graph, [Fetch.Parse(graph, "y")])[0].Values<double>();

        AssertNear([-0.18378335841685287, 0.7956649349522047, 1.3212247511226, 1.1030301211185551], y[..4]);
        AssertNear([0.0012033773092669994, 0.0007732199378895556], session.Variable("y/moving_mean").Value!.Values<double>());
        AssertNear([0.9948884262959007, 0.9957900384042461], session.Variable("y/moving_variance").Value!.Values<double>());
    }

    [Theory]
    [InlineData("layer_normalization(sin(reshape(cast(range(6), float64), [2, 3])))", new[]
    {
        -1.4110404653130835, 0.6235226477652254, 0.7875178175478585, 1.3929912057463418, -0.4851153163551238, -0.9078758893912183,
    })]
    [InlineData("attention(q, v)[0, 0]", new[] { 0.19912293971681966, 0.4129150583263836, 0.24707497656602526, -0.14592469920450354 })]
    [InlineData("attention(q, v, mask=[[[true, true, false, true]]])[0, 0]", new[]
    {
        0.23656557081435473, 0.5567700659421827, 0.3650827301194803, -0.1622599841098008,
    })]
    public void Normalization_and_attention_are_those_of_their_papers(string call, double[] expected) => AssertValue(
        "q: sin(reshape(cast(range(12), float64), [1, 3, 4]))\nv: cos(reshape(cast(range(16), float64), [1, 4, 4]))\n", call, [], expected);

    [Theory]
    [InlineData("softmax_cross_entropy(t, z, w, label_smoothing=0.1)", 0.6281923519697603)]
    [InlineData("softmax_cross_entropy(t, z, w, label_smoothing=0.1, reduction='weighted_mean')", 0.5025538815758083)]
    [InlineData("softmax_cross_entropy(t, z, w, reduction='weighted_sum')", 0.989718037272854)]
    [InlineData("softmax_cross_entropy(t, z, w, reduction='none')[1]", 0.8152119288887608)]
    [InlineData("softmax_cross_entropy(t, z, [0, 1])", 0.4076059644443804)]
    [InlineData("softmax_cross_entropy(t, z, [0, 1], reduction='weighted_sum_over_batch_size')", 0.2038029822221902)]
    [InlineData("sparse_softmax_cross_entropy([0, 2], z, [0, 1])", 0.4076059644443804)]
    [InlineData("sigmoid_cross_entropy(t, z, label_smoothing=0.2)", 0.6255031054037307)]
    [InlineData("hinge_loss(t, z)", 0.6666666666666666)]
    [InlineData("log_loss(t, sigmoid(z))", 0.5671695770724434)]
    [InlineData("huber_loss(t, z, delta=0.7)", 0.29)]
    [InlineData("cosine_distance(t, z, axis=1)", -0.75)]
    public void Losses_take_weights_smoothing_and_reductions(string call, double expected) => AssertValue(
        "t: [[1, 0, 0], [0, 0, 1]]\nz: constant([[2.0, 1.0, -1.0], [0.5, -0.5, 1.5]], dtype=float64)\nw: [0.5, 2.0]\n",
        call,
        [],
        [expected]);

    [Theory]
    [InlineData("accuracy(t, p, w)", 0.5238095238095238)]
    [InlineData("precision(t, p, w)", 0.3333333333333333)]
    [InlineData("recall(t, p, w)", 0.42857142857142855)]
    [InlineData("streaming_mean([1, 2, 3, 4, 5], w)", 3.0952380952380953)]
    public void Metrics_take_weights_and_their_update_gives_the_new_value(string call, double expected)
    {
        var graph = Layers($"t: [1, 1, 0, 0, 1]\np: [1, 0, 1, 0, 1]\nw: [1.0, 2.0, 3.0, 4.0, 0.5]\ny: {call}");
        var session = new Session();
        session.Initialize(graph);

        var update = session.Run(graph, [Fetch.Parse(graph, "y/update")])[0];
        var value = session.Run(graph, [Fetch.Parse(graph, "y")])[0];

        Assert.Equal(expected, update.Value<float>(), 1e-6);
        Assert.Equal(update.Value<float>(), value.Value<float>());
    }

    [Fact]
    public void An_unknown_reduction_names_those_that_there_are()
    {
        var error = Assert.Throws<GraphRunException>(() => Layers("y: mean_squared_error([1.0], [2.0], reduction='avg')")).Diagnostics[0];

        Assert.StartsWith("'avg' is none of 'weighted_sum_by_nonzero_weights', 'weighted_mean'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_without_bias_has_no_bias()
    {
        var graph = Layers("x: [[1.0, 2.0]]\ny: dense(x, 1, use_bias=false, kernel_initializer=ones)");
        var session = new Session();
        session.Initialize(graph);

        Assert.Equal(["y/kernel"], graph.Variables.Select(variable => variable.Name));
        Assert.Equal(3f, session.Run(graph, [Fetch.Parse(graph, "y")])[0].Values<float>()[0]);
    }

    private static void AssertValue(string nodes, string call, Dictionary<string, double[]> variables, double[] expected) =>
        AssertNear(expected, Value(nodes, call, variables).Values<double>());

    /// <param name="call">The value of <c>y</c>, perhaps with the number of the output behind it.</param>
    private static Tensor Value(string nodes, string call, Dictionary<string, double[]> variables)
    {
        var output = call[^2] == ':' ? call[^2..] : "";
        var graph = Layers($"{nodes}y: {call[..^output.Length]}");
        var session = new Session
        {
            LoadVariable = name => variables.TryGetValue(name, out var values)
                ? Tensor.Of<double>(OutputNames.Find(graph, name).Shape, values)
                : null,
        };
        session.Initialize(graph);
        return session.Run(graph, [Fetch.Parse(graph, "y" + output)])[0];
    }

    private static Graph Layers(string nodes) => File($"graphrun: 1\nimport: layers\nnodes:\n{Indent(nodes)}");

    private static string Indent(string nodes) => string.Concat(nodes.Split('\n').Select(line => $"  {line}\n"));

    private static double[] Numbers(int count, Func<int, double> number) => [.. Enumerable.Range(0, count).Select(number)];

    private static void AssertNear(double[] expected, ReadOnlySpan<double> got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-9);
    }
}
