using GraphRun.Graphs;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>What the gradients of convolutions and poolings share.</summary>
internal static class ConvolutionGradientOp
{
    /// <summary>Some attrs of a node, to be those of a node of its gradient.</summary>
    internal static (string Name, object Value)[] Attrs(Node node, params string[] names) =>
        [.. names.Select(name => (name, node.Attrs[name]))];
}
