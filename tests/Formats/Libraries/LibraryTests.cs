using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Libraries;
using GraphRun.Graphs;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.Binding;
using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Libraries;

public class LibraryTests
{
    // TensorFlow's documentation of each function, and what it says worked out by hand.
    [Theory]
    [InlineData("reduce_logsumexp([[0.0, 0.0], [1000.0, -1000.0]], axis=1)", "float32[2] 0.6931472 1000")]
    [InlineData("reduce_logsumexp([-inf, -inf])", "float32[] -Infinity")]
    [InlineData("reduce_variance([[1.0, 2.0], [3.0, 4.0]])", "float32[] 1.25")]
    [InlineData("reduce_std([[1.0, 3.0], [3.0, 7.0]], 1, keepdims=true)", "float32[2,1] 1 2")]
    [InlineData("moments([[1.0, 2.0], [3.0, 6.0]], axes=[0])", "float32[2] 2 4")]
    [InlineData("moments([[1.0, 2.0], [3.0, 6.0]], [0], keepdims=true)[0]", "float32[1,2] 2 4")]
    [InlineData("count_nonzero([[1, 0, 2], [0, 0, 3]], axis=1)", "int64[2] 2 1")]
    [InlineData("count_nonzero(['a', ''], dtype=int32)", "int32[] 1")]
    [InlineData("zero_fraction([0, 1, 0, 0])", "float32[] 0.75")]
    [InlineData("eye(2)", "float32[2,2] 1 0 0 1")]
    [InlineData("eye(2, 3, dtype=int32)", "int32[2,3] 1 0 0 0 1 0")]
    [InlineData("linalg.matrix_transpose([[1, 2, 3], [4, 5, 6]])", "int32[3,2] 1 4 2 5 3 6")]
    [InlineData("matvec([[1, 2], [3, 4]], [5, 6])", "int32[2] 17 39")]
    [InlineData("boolean_mask([[1, 2], [3, 4], [5, 6]], [true, false, true])", "int32[2,2] 1 2 5 6")]
    [InlineData("boolean_mask([[1, 2], [3, 4]], [[true, false], [false, true]])", "int32[2] 1 4")]
    [InlineData("boolean_mask([[1, 2, 3], [4, 5, 6]], [true, false, true], axis=1)", "int32[2,2] 1 3 4 6")]
    [InlineData("cast(sequence_mask([1, 3, 2], 5), int32)", "int32[3,5] 1 0 0 0 0 1 1 1 0 0 1 1 0 0 0")]
    [InlineData("sequence_mask([[1, 3], [2, 0]], dtype=int32)", "int32[2,2,3] 1 0 0 1 1 1 1 1 0 0 0 0")]
    [InlineData("confusion_matrix([1, 2, 4], [2, 2, 4], 5)[2]", "int32[5] 0 0 1 0 0")]
    [InlineData("logical_xor([true, true], [true, false])", "bool[2] False True")]
    [InlineData("log_sigmoid([0.0, -1000.0])", "float32[2] -0.6931472 -1000")]
    [InlineData("tf.nn.swish([0.0, 100.0])", "float32[2] 0 100")]
    [InlineData("nn.gelu([0.0, 100.0])", "float32[2] 0 100")]
    [InlineData("crelu([1.0, -2.0])", "float32[4] 1 0 0 2")]
    [InlineData("nn.l2_normalize([[3.0, 4.0], [0.0, 0.0]], 1)", "float32[2,2] 0.6 0.8 0 0")]
    [InlineData("batch_normalization([3.0], 1.0, 4.0, 10.0, 3.0, 0.0)", "float32[1] 13")]
    [InlineData("sigmoid_cross_entropy_with_logits(labels=[0.0, 1.0], logits=[1000.0, 1000.0])", "float32[2] 1000 0")]
    [InlineData("weighted_cross_entropy_with_logits([1.0], [0.0], 3.0)", "float32[1] 2.0794415")]
    [InlineData("xw_plus_b([[1.0, 2.0]], [[1.0], [2.0]], [0.5])", "float32[1,1] 5.5")]
    [InlineData("relu_layer([[1.0, 2.0]], [[1.0], [-2.0]], [0.5])", "float32[1,1] 0")]
    [InlineData("embedding_lookup([[1, 2], [3, 4]], [1, 1])", "int32[2,2] 3 4 3 4")]
    [InlineData("image.flip_left_right([[[1], [2]]])", "int32[1,2,1] 2 1")]
    [InlineData("flip_up_down([[[1]], [[2]]])", "int32[2,1,1] 2 1")]
    [InlineData("rgb_to_grayscale([[[0.0, 1.0, 0.0]]])", "float32[1,1,1] 0.587")]
    [InlineData("per_image_standardization([[[1], [1]], [[3], [3]]])", "float32[2,2,1] -1 -1 1 1")]
    public void Composite_functions_do_what_tensorflows_do(string expression, string value) => Assert.Equal(value, Expression(expression));

    [Fact]
    public void Dense_has_a_kernel_of_its_inputs_and_units_and_a_bias()
    {
        var graph = File("""
            graphrun: 1
            import: layers
            nodes:
              x: placeholder(float32, [?, 3])
              y: dense(x, 2, activation=relu)
              z: layers.dense(y, 1)
            """);
        Assert.Equal(
            ["y/kernel [3,2]", "y/bias [2]", "z/kernel [2,1]", "z/bias [1]"],
            graph.Variables.Select(variable => $"{variable.Name} {variable.Node.OutputShapes[0]}"));
        Assert.Equal("[?,1]", OutputNames.Find(graph, "z").Shape.ToString());
    }

    // TensorFlow's documentation of tf.losses and tf.metrics, worked out by hand; the area under the curve is scikit-learn's example.
    [Theory]
    [InlineData("mean_squared_error([1.0, 2.0], [1.0, 4.0])", 2)]
    [InlineData("mean_squared_error([1.0, 2.0], [1.0, 4.0], weights=[0.0, 3.0])", 12)]
    [InlineData("absolute_difference([1.0, 2.0], [2.0, 4.0])", 1.5)]
    [InlineData("huber_loss([0.0, 0.0], [0.5, 3.0])", 1.3125)]
    [InlineData("log_loss([1.0], [0.5])", 0.693147)]
    [InlineData("sigmoid_cross_entropy([[1.0, 0.0]], [[0.0, 0.0]], label_smoothing=0.1)", 0.693147)]
    [InlineData("softmax_cross_entropy([[1.0, 0.0]], [[0.0, 0.0]], label_smoothing=0.1)", 0.693147)]
    [InlineData("sparse_softmax_cross_entropy([1], [[0.0, 0.0]])", 0.693147)]
    [InlineData("streaming_mean([1.0, 2.0, 6.0])", 3)]
    [InlineData("accuracy([1, 2, 3, 4], [1, 2, 0, 4])", 0.75)]
    [InlineData("precision([1, 1, 0, 0], [1, 0, 1, 0])", 0.5)]
    [InlineData("recall([1, 1, 0, 1], [1, 0, 1, 1])", 0.666667)]
    [InlineData("auc([false, false, true, true], [0.1, 0.4, 0.35, 0.8])", 0.75)]
    public void Losses_and_metrics_have_the_values_of_their_formulas(string call, double value)
    {
        var graph = File($"graphrun: 1\nimport: layers\nnodes:\n  y: {call}");
        Assert.Empty(UnorderedAccesses.Find(graph));
        var session = new Session();
        session.Initialize(graph);
        if (graph.Nodes.FirstOrDefault(node => node.Name == "y/update") is { } update)
            session.Run(graph, [], targets: [update]);
        Assert.Equal(value, session.Run(graph, [Fetch.Parse(graph, "y")])[0].Values<float>()[0], 1e-5);
    }

    [Fact]
    public void Batch_normalization_uses_the_batch_in_training_and_its_averages_outside()
    {
        var graph = File("""
            graphrun: 1
            import: layers
            nodes:
              training: placeholder_with_default(false, [])
              y: batch_normalization([[1.0], [3.0]], training=training, momentum=0.5, epsilon=0.0)
            """);
        var session = new Session();
        session.Initialize(graph);
        Fetch[] fetches = [Fetch.Parse(graph, "y"), Fetch.Parse(graph, "y/moving_mean@post"), Fetch.Parse(graph, "y/moving_variance@post")];
        var training = session.Run(graph, fetches, [(OutputNames.Find(graph, "training"), Tensor.Scalar(true))]);
        Assert.Equal(["float32[2,1] -1 1", "float32[1] 1", "float32[1] 1"], training.Select(Print));
        Assert.Equal(["float32[2,1] 0 2", "float32[1] 1", "float32[1] 1"], session.Run(graph, fetches).Select(Print));
    }

    [Fact]
    public void A_layer_of_an_unknown_size_asks_for_a_shape()
    {
        var error = Assert.Throws<GraphRunException>(() => File(
            "graphrun: 1\nimport: layers\nnodes:\n  x: placeholder(float32, [?, ?])\n  y: dense(x, 2)")).Diagnostics[0];
        Assert.Equal(("g:5:6", "dimension -1 of 'x' should be defined, and its shape is [?,?]"), (error.Span.ToString(), error.Message));
    }

    [Fact]
    public void A_mistake_in_a_call_is_told_where_the_call_stands()
    {
        var error = Error("y: batch_normalization([1.0, 2.0], [1.0, 2.0, 3.0], 1.0, 0.0, 1.0, 0.0)");
        Assert.Equal(("g:3:6", "inside batch_normalization"), (error.Span.ToString(), error.Note));
    }

    [Fact]
    public void Functions_of_a_file_go_before_those_of_libraries_and_do_not_change_what_these_call()
    {
        var graph = File("""
            graphrun: 1
            functions:
              swish(x): {nodes: {y: x + 1.0}, returns: y}
              sigmoid(x): {nodes: {y: x * 0.0}, returns: y}
            nodes:
              a: swish(1.0)
              b: silu(0.0) + sigmoid(3.0)
            """);
        var values = new Session().Run(graph, [Fetch.Parse(graph, "a"), Fetch.Parse(graph, "b")]);
        Assert.Equal(("float32[] 2", "float32[] 0"), (Print(values[0]), Print(values[1])));
    }

    [Fact]
    public void An_import_of_nothing_names_the_libraries()
    {
        var error = Assert.Throws<GraphRunException>(() => File("graphrun: 1\nimport: [layrs]\nnodes: {x: 1}")).Diagnostics[0];
        Assert.Equal(("there is no library 'layrs' to import", "did you mean 'layers'?"), (error.Message, error.Help));
    }

    [Fact]
    public void Every_function_of_a_library_is_described() =>
        Assert.All(Library.Names.SelectMany(Library.Functions), function => Assert.False(string.IsNullOrWhiteSpace(function.Description)));
}
