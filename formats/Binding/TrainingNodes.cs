using GraphRun.Formats.Binding.Builders;
using GraphRun.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>What nodes of the file stand for beyond their outputs.</summary>
internal sealed class TrainingNodes
{
    /// <summary>The optimizer that a node declares.</summary>
    public Dictionary<Node, Optimizer> Optimizers { get; } = [];

    /// <summary>The variables whose gradients the outputs of a node are, in their order.</summary>
    public Dictionary<Node, IReadOnlyList<Output>> Variables { get; } = [];
}
