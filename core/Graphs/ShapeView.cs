using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>
/// The shapes of a graph's outputs as one plan knows them: those that were inferred when the graph was built, unless something is fed that
/// says more, or that was a constant then.
/// </summary>
/// <param name="fed">What is fed: no value of it is known.</param>
internal sealed class ShapeView(IReadOnlySet<Output> fed)
{
    private readonly Dictionary<Output, Shape> shapes = [];

    internal bool IsFed(Output output) => fed.Contains(output);

    internal Shape ShapeOf(Output output) => shapes.TryGetValue(output, out var shape) ? shape : output.Shape;

    /// <summary>What a rule infers; a fed output keeps the shape of what is fed.</summary>
    internal void Set(Output output, Shape shape)
    {
        if (!fed.Contains(output))
            shapes[output] = shape;
    }

    internal void SetFeed(Output output, Shape shape) => shapes[output] = shape;

    /// <summary>Whether the plan's shape differs from the graph's.</summary>
    internal bool Differs(Output output) => shapes.ContainsKey(output);
}
