using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>
/// Values that are known while a graph is being built: constants, what pure ops compute from constants, and the integers that follow
/// from shapes. Only shape rules ask, so only what they ask for is computed, and only when it is small.
/// </summary>
/// <param name="view">What a plan knows better than the graph: see <see cref="ShapeView"/>. Null while a graph is being built.</param>
internal sealed class ConstantEvaluation(ShapeView? view = null)
{
    private const int MaxElements = 4096;
    private const int MaxNodes = 4096;

    private readonly Dictionary<Output, Tensor?> values = [];
    private readonly Dictionary<Node, PartialElement[]?> elements = [];

    /// <summary>The value of an output, or null when it depends on feeds, variables or random numbers, or is too large to bother.</summary>
    internal Tensor? Evaluate(Output output)
    {
        if (view?.IsFed(output) ?? false)
            return null;
        if (values.TryGetValue(output, out var known))
            return known;
        var pending = new Stack<Node>([output.Node]);
        for (var visited = 0; pending.Count > 0 && visited < MaxNodes; visited++)
        {
            var node = pending.Peek();
            var unknown = node.IsPure ? node.Inputs.Where(input => !values.ContainsKey(input) && !(view?.IsFed(input) ?? false)).ToList() : [];
            if (unknown.Count == 0)
                Compute(pending.Pop());
            foreach (var input in unknown)
                pending.Push(input.Node);
        }

        return values.GetValueOrDefault(output);
    }

    /// <summary>The integers of an output of rank 0 or 1, each as far as known; null when nothing is.</summary>
    internal PartialElement[]? Elements(Output output)
    {
        if (!output.DType.IsInteger() || ShapeOf(output).Rank > 1 || (view?.IsFed(output) ?? false))
            return null;
        if (elements.TryGetValue(output.Node, out var partial) && partial is not null && output.Index == 0)
            return partial;
        return Evaluate(output) is { Rank: <= 1 } tensor ? [.. tensor.Integers().Select(value => new PartialElement(value))] : null;
    }

    /// <summary>Applies the op's own rule for known elements; called once when a node is added, inputs before users.</summary>
    internal void Record(Node node)
    {
        if (node.Op.KnownElements is not { } rule || !node.OutputDTypes[0].IsInteger() || ShapeOf(new Output(node, 0)) is not { Rank: <= 1 })
            return;
        if (rule(new ShapeContext(node, this, view)) is not { } partial)
            return;
        elements[node] = partial;
        if (partial.All(element => element.Value is not null))
            values[new Output(node, 0)] = FromElements(node, partial);
    }

    /// <summary>The value that the rules for known elements found for an output; null when they did not find all of it, or no shape for it.</summary>
    internal Tensor? Known(Output output) =>
        elements.TryGetValue(output.Node, out var partial) && partial is not null && ShapeOf(output).ElementCount == partial.Length
            && partial.All(element => element.Value is not null)
            ? values.GetValueOrDefault(output)
            : null;

    private Shape ShapeOf(Output output) => view?.ShapeOf(output) ?? output.Shape;

    private void Compute(Node node)
    {
        var inputs = node.Inputs.Select(input => view?.IsFed(input) ?? false ? null : values.GetValueOrDefault(input)).ToArray();
        var computable = node.IsPure && inputs.All(value => value is { ElementCount: <= MaxElements })
            && node.OutputShapes.All(shape => shape.ElementCount <= MaxElements);
        var results = computable ? TryRun(node, inputs!) : null;
        for (var i = 0; i < node.OutputDTypes.Length; i++)
            values.TryAdd(new Output(node, i), results?[i]);
    }

    /// <summary>An op that refuses its constants says so when it runs, with the rest of its surroundings; here its value is just not known.</summary>
    private static Tensor?[]? TryRun(Node node, Tensor[] inputs)
    {
        try
        {
            return Step.Compute(node, inputs);
        }
        catch (GraphRunException)
        {
            return null;
        }
    }

    private Tensor FromElements(Node node, PartialElement[] partial)
    {
        var shape = ShapeOf(new Output(node, 0)).Rank == 0 ? Shape.Scalar : Shape.Of(partial.Length);
        var tensor = Tensor.Allocate(node.OutputDTypes[0], shape);
        for (var i = 0; i < partial.Length; i++)
            Store(tensor, i, partial[i].Value!.Value);
        return tensor;
    }

    private static void Store(Tensor tensor, int index, long value)
    {
        switch (tensor.DType.Size())
        {
            case 1: tensor.Writable<byte>()[index] = unchecked((byte)value); break;
            case 2: tensor.Writable<short>()[index] = unchecked((short)value); break;
            case 4: tensor.Writable<int>()[index] = unchecked((int)value); break;
            default: tensor.Writable<long>()[index] = value; break;
        }
    }
}
