using GraphRun.Graphs;
using GraphRun.Ops.Plumbing;
using GraphRun.Ops.Segments;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>
/// A gradient of which only some slices along the first dim can differ from zero, as gathers have it: TensorFlow's
/// <c>IndexedSlices</c>. As an output it is the UnsortedSegmentSum that adds the slices up; whoever can work with the slices alone,
/// such as an optimizer, finds them behind it, and then the sum is never computed.
/// </summary>
/// <param name="Values">One slice per index.</param>
/// <param name="Indices">A vector of places along the first dim; equal ones add up.</param>
/// <param name="Count">The size of the first dim, a scalar.</param>
public sealed record IndexedSlices(Output Values, Output Indices, Output Count)
{
    /// <summary>The slices that a gradient consists of; null when it is dense.</summary>
    public static IndexedSlices? Behind(Output gradient)
    {
        while (gradient.Node.Op == IdentityOp.Identity || gradient.Node.Op == IdentityOp.IdentityN)
            gradient = gradient.Node.Inputs[gradient.Index];
        return gradient.Node.Op == UnsortedSegmentOp.UnsortedSegmentSum && gradient.Node.Inputs[1].Shape.Rank == 1
            ? new IndexedSlices(gradient.Node.Inputs[0], gradient.Node.Inputs[1], gradient.Node.Inputs[2])
            : null;
    }

    /// <summary>The slices as a gradient.</summary>
    public Output ToOutput(GraphBuilder builder) => builder.Call("UnsortedSegmentSum", Values, Indices, Count);

    /// <summary>The sum of gradients that are all slices: all slices one after the other; null when one of them is dense.</summary>
    internal static Output? Sum(GraphBuilder builder, List<Output> gradients)
    {
        var all = gradients.ConvertAll(Behind);
        if (all.Contains(null) || all.Exists(slices => slices!.Indices.DType != all[0]!.Indices.DType))
            return null;
        var axis = builder.Constant(Tensor.Scalar(0), "axis");
        var values = builder.Call("ConcatV2", [.. all.Select(slices => slices!.Values), axis]);
        var indices = builder.Call("ConcatV2", [.. all.Select(slices => slices!.Indices), axis]);
        return new IndexedSlices(values, indices, all[0]!.Count).ToOutput(builder);
    }
}
