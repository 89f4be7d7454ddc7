using GraphRun.Graphs;

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
}
