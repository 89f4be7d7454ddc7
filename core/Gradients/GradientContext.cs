using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>
/// What a <see cref="GradientRule"/> sees: the node, the gradients that arrived at its outputs, and the builder to add nodes with.
/// </summary>
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
    public Output Constant(double value, Output like) => Builder.Constant(Scalars.Of(value, like.DType));

    /// <summary>A vector constant of int32.</summary>
    public Output Constant(params ReadOnlySpan<int> values) => Builder.Constant(Tensor.Vector(values));

    /// <summary>The shape of an output as a vector: a constant when it is known.</summary>
    public Output ShapeOf(Output output)
    {
        if (!output.Shape.IsFullyDefined)
            return Call("Shape", output);
        Span<int> sizes = stackalloc int[output.Shape.Rank];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = checked((int)output.Shape[i]);
        return Constant(sizes);
    }

    /// <summary>The value of an input when it follows from constants alone; null when only a run can tell.</summary>
    public Tensor? ConstantInput(int index) => Builder.ValueOf(Node.Inputs[index]);

    /// <summary>The gradient of an input may flow on to something it is asked for.</summary>
    public bool IsNeeded(int input) => Dependents?.Contains(Node.Inputs[input]) ?? true;

    /// <summary>
    /// The variables with respect to which gradients are asked for, by name: functions use them without having them as inputs.
    /// </summary>
    internal IReadOnlyDictionary<string, Output> Variables { get; init; } = new Dictionary<string, Output>();

    /// <summary>Adds to the gradient of one of <see cref="Variables"/>.</summary>
    internal Action<Output, Output> Arrive { get; init; } = (_, _) => { };

    /// <summary>What depends on that with respect to which gradients are asked for; null when everything may.</summary>
    internal Dependents? Dependents { get; init; }
}
