using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>
/// What flows back through Gather: every slice's gradient is added to where the slice came from. The gradient is laid out as
/// [batch, outer, picked, inner], the picked slices are brought beside the batch, summed by the place they came from, and brought back.
/// </summary>
internal sealed class GatherGradient
{
    private readonly GradientContext context;
    private readonly DType dtype;
    private readonly Output shape;
    private readonly Output axis;
    private readonly int batchDims;

    private GatherGradient(GradientContext context, int batchDims)
    {
        this.context = context;
        this.batchDims = batchDims;
        dtype = context.Input(1).DType;
        shape = context.Call("Shape", [context.Input(0)], ("out_type", dtype));
        axis = context.Node.Inputs.Count > 2 ? Positive(Cast(context.Input(2))) : Number(0);
    }

    /// <summary>The gradients of params, indices and, for GatherV2, axis.</summary>
    public static IReadOnlyList<Output?> Of(GradientContext context, long batchDims)
    {
        var rank = Math.Max(context.Input(1).Shape.Rank, 0);
        var isFirstDim = batchDims == 0 && (context.Node.Inputs.Count < 3 || context.ConstantInput(2) is { } axis && axis.Integer(0) == 0);
        var sum = isFirstDim
            ? Slices(context, context.Call("Shape", context.Input(0)))
            : new GatherGradient(context, (int)(batchDims < 0 ? batchDims + rank : batchDims)).Sum();
        return [sum, .. new Output?[context.Node.Inputs.Count - 1]];
    }

    /// <summary>The gradient of slices along the first dim: slices again, that whoever needs them all adds up.</summary>
    /// <param name="shape">The shape of params.</param>
    public static Output Slices(GradientContext context, Output shape)
    {
        var one = context.Constant(1);
        var ends = context.Constant([int.MaxValue]);
        var inner = context.Call("StridedSlice", [shape, one, ends, one]);
        var sizes = context.Call("ConcatV2", context.Constant(-1), inner, context.Builder.Constant(Tensor.Scalar(0)));
        var values = context.Call("Reshape", context.Gradient()!.Value, sizes);
        var indices = context.Call("Reshape", context.Input(1), context.Constant(-1));
        var count = context.Call("Squeeze", context.Call("StridedSlice", [shape, context.Constant(0), one, one]));
        return new IndexedSlices(values, indices, count).ToOutput(context.Builder);
    }

    private Output Sum()
    {
        var batch = Product(Number(0), Number(batchDims));
        var outer = Product(Number(batchDims), context.Call("Sub", axis, Number(batchDims)));
        var size = context.Call("GatherV2", shape, axis, Zero());
        var inner = Product(context.Call("AddV2", axis, Number(1)), Number(-1));
        var gradient = Reshape(context.Gradient()!.Value, batch, outer, Number(-1), inner);
        var rows = Reshape(Swap(gradient), context.Call("Mul", batch, Picked(batch)), context.Call("Mul", outer, inner));
        var summed = context.Call("UnsortedSegmentSum", rows, Places(batch, size), context.Call("Mul", batch, size));
        return context.Call("Reshape", Swap(Reshape(summed, batch, size, outer, inner)), shape);
    }

    // Indices in one batch.
    private Output Picked(Output batch)
    {
        var count = context.Call("Size", [context.Input(1)], ("out_type", dtype));
        return context.Call("FloorDiv", count, context.Call("Maximum", batch, Number(1)));
    }

    // The indices of the second batch begin behind the first batch's slices, and so on.
    private Output Places(Output batch, Output size)
    {
        var indices = Reshape(context.Input(1), batch, Picked(batch));
        var begins = context.Call("Mul", context.Call("Range", Number(0), batch, Number(1)), size);
        var places = context.Call("AddV2", indices, context.Call("ExpandDims", begins, context.Builder.Constant(Tensor.Scalar(1))));
        return Reshape(places, Number(-1));
    }

    private Output Product(Output begin, Output count)
    {
        var part = context.Call("Slice", shape, context.Call("Pack", begin), context.Call("Pack", count));
        return context.Call("Prod", part, context.Builder.Constant(Tensor.Vector(0)));
    }

    private Output Positive(Output number) => context.Call("FloorMod", number, Cast(context.Call("Rank", context.Input(0))));

    private Output Swap(Output tensor) => context.Call("Transpose", tensor, context.Builder.Constant(Tensor.Vector(0, 2, 1, 3)));

    private Output Reshape(Output tensor, params Output[] sizes) => context.Call("Reshape", tensor, context.Call("Pack", sizes));

    private Output Cast(Output number) => number.DType == dtype ? number : context.Call("Cast", [number], ("DstT", dtype));

    private Output Number(long value) => context.Builder.Constant(dtype == DType.Int64 ? Tensor.Scalar(value) : Tensor.Scalar((int)value));

    private Output Zero() => context.Builder.Constant(Tensor.Scalar(0));
}
