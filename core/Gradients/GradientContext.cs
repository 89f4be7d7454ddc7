using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>What a <see cref="GradientRule"/> sees: the node, the gradients that arrived at its outputs, and the builder to add nodes with.</summary>
public sealed class GradientContext(GraphBuilder builder, Node node, IReadOnlyList<Output?> outputGradients)
{
    public GraphBuilder Builder { get; } = builder;

    public Node Node { get; } = node;

    /// <summary>The gradient that arrived at an output; null when none did.</summary>
    public Output? Gradient(int output = 0) => outputGradients[output];

    public Output Input(int index) => Node.Inputs[index];

    public Output Output(int index = 0) => new(Node, index);

    /// <summary>Adds a node of a gradient and returns its first output.</summary>
    public Output Call(string op, params Output[] inputs) => Builder.Call(op, inputs);

    /// <summary>Adds a node with attrs and returns its first output.</summary>
    public Output Call(string op, IReadOnlyList<Output> inputs, params (string Name, object Value)[] attrs) =>
        Builder.Call(op, inputs, attrs.ToDictionary(attr => attr.Name, attr => attr.Value));

    /// <summary>A scalar constant of the dtype of <paramref name="like"/>.</summary>
    public Output Constant(double value, Output like)
    {
        var constant = Builder.Constant(Tensor.Scalar(value));
        return like.DType == DType.Float64 ? constant : Call("Cast", [constant], ("DstT", like.DType));
    }
}
