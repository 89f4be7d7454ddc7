using System.Runtime.CompilerServices;
using GraphRun.Execution;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Training;

/// <summary>
/// An MLP and a convolutional network from given weights after 100 steps of every optimizer, beside PyTorch 1.13
/// (<c>Trajectories/trajectories.py</c>): its own optimizers where their formula is TensorFlow's, else TensorFlow's formula written out.
/// </summary>
public sealed class TrajectoryTests
{
    private const string Perceptron =
        """
        data: placeholder(DTYPE, [8, 8])
        labels: placeholder(int32, [8])
        w1: variable(zeros([8, 6], dtype=DTYPE))
        b1: variable(zeros([6], dtype=DTYPE))
        w2: variable(zeros([6, 3], dtype=DTYPE))
        b2: variable(zeros([3], dtype=DTYPE))
        logits: tanh(data @ w1 + b1) @ w2 + b2
        """;

    private const string Convolution =
        """
        data: placeholder(DTYPE, [8, 6, 6, 2])
        labels: placeholder(int32, [8])
        w1: variable(zeros([3, 3, 2, 4], dtype=DTYPE))
        b1: variable(zeros([4], dtype=DTYPE))
        w2: variable(zeros([3, 3, 4, 5], dtype=DTYPE))
        b2: variable(zeros([5], dtype=DTYPE))
        w3: variable(zeros([5, 3], dtype=DTYPE))
        b3: variable(zeros([3], dtype=DTYPE))
        strokes: relu(bias_add(conv2d(data, w1, strides=[1, 1, 1, 1], padding='SAME'), b1))
        halved: max_pool(strokes, [1, 2, 2, 1], [1, 2, 2, 1], 'VALID')
        parts: tanh(bias_add(conv2d(halved, w2, strides=[1, 1, 1, 1], padding='VALID'), b2))
        logits: reshape(parts, [8, 5]) @ w3 + b3
        """;

    private const string Learning =
        """

        loss: reduce_mean(sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        train: minimize(loss, OPTIMIZER)
        """;

    private static readonly (string Name, string Call)[] optimizers =
    [
        ("sgd", "sgd(0.1)"),
        ("momentum", "momentum(0.05, 0.9)"),
        ("nesterov", "momentum(0.05, 0.9, use_nesterov=true)"),
        ("adagrad", "adagrad(0.05)"),
        ("adam_without_epsilon", "adam(0.01, epsilon=0.0)"),
        ("rmsprop_without_epsilon", "rmsprop(0.003, momentum=0.5, epsilon=0.0)"),
        ("adam", "adam(0.01)"),
        ("rmsprop", "rmsprop(0.003, momentum=0.5)"),
    ];

    private static readonly Lazy<Dictionary<string, Tensor>> start = new(() => Read("start.npz"));
    private static readonly Lazy<Dictionary<string, Tensor>> end = new(() => Read("end.npz"));

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var network in new[] { "mlp", "convolution" })
            {
                foreach (var (name, _) in optimizers)
                    cases.Add(network, name);
            }

            return cases;
        }
    }

    /// <summary>Every single weight within 1e-9 of itself.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_hundred_steps_in_float64_end_where_PyTorch_ends(string network, string optimizer)
    {
        foreach (var (name, expected, got) in Trained(network, optimizer, DType.Float64))
        {
            var (one, other) = (expected.Values<double>().ToArray(), got.Values<double>().ToArray());
            for (var i = 0; i < one.Length; i++)
                Assert.True(Math.Abs(one[i] - other[i]) <= 1e-9 * Math.Abs(one[i]), $"{name}[{i}]: expected {one[i]}, got {other[i]}");
        }
    }

    /// <summary>
    /// Every weight within 1e-4 of the largest of its variable: some are so near 0 that rounding alone moves them by more of themselves,
    /// PyTorch's too.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_hundred_steps_in_float32_end_where_PyTorch_ends(string network, string optimizer)
    {
        foreach (var (name, expected, got) in Trained(network, optimizer, DType.Float32))
        {
            var (one, other) = (expected.Values<float>().ToArray(), got.Values<float>().ToArray());
            var largest = one.Max(Math.Abs);
            var worst = one.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second));
            Assert.True(worst <= 1e-4f * largest, $"{name}: off by {worst} of {largest}");
        }
    }

    private static IEnumerable<(string Name, Tensor Expected, Tensor Got)> Trained(string network, string optimizer, DType dtype)
    {
        var call = optimizers.Single(pair => pair.Name == optimizer).Call;
        var nodes = (network == "mlp" ? Perceptron : Convolution) + Learning;
        var graph = Nodes(nodes.Replace("DTYPE", dtype.Name()).Replace("OPTIMIZER", call));
        var session = new Session
        {
            LoadVariable = name => start.Value.TryGetValue($"{network}/{name}", out var value) ? Cast(value, dtype) : null,
        };
        session.Initialize(graph);
        graph.TryGetNode("train", out var train);
        Output[] fed = [OutputNames.Find(graph, "data"), OutputNames.Find(graph, "labels")];
        var plan = Planner.Plan(graph, session, new RunRequest { Feeds = fed, Targets = [train!] });
        var examples = Cast(start.Value[network == "mlp" ? "rows" : "images"], dtype);
        for (var step = 0; step < 100; step++)
        {
            var first = step * 8 % 24;
            plan.Run([Rows(examples, first, fed[0].Shape, dtype), Tensor.Vector(start.Value["labels"].Values<int>().Slice(first, 8))]);
        }

        var prefix = $"{network}/{optimizer}/{dtype.Name()}/";
        return end.Value.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(pair => (pair.Key, pair.Value, session.Variable(pair.Key[prefix.Length..]).Value!));
    }

    private static Tensor Rows(Tensor examples, int first, Shape shape, DType dtype)
    {
        var size = (int)shape.ElementCount / 8;
        return dtype == DType.Float64
            ? Tensor.Of(shape, examples.Values<double>().Slice(first * size, 8 * size))
            : Tensor.Of(shape, examples.Values<float>().Slice(first * size, 8 * size));
    }

    private static Tensor Cast(Tensor value, DType dtype)
    {
        if (dtype == DType.Float64)
            return value;
        var values = value.Values<double>().ToArray();
        return Tensor.Of<float>(value.Shape, Array.ConvertAll(values, number => (float)number));
    }

    private static Dictionary<string, Tensor> Read(string file, [CallerFilePath] string path = "") =>
        TensorFile.ReadAll(Path.Combine(Path.GetDirectoryName(path)!, "Trajectories", file))
            .ToDictionary(pair => pair.Name, pair => pair.Value);
}
