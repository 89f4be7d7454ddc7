using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Reductions;

/// <summary>The parts that all reductions over a list of axes declare alike.</summary>
internal static class Declaration
{
    /// <summary>All numbers, real and complex.</summary>
    internal const string Numbers = "T: numbertype";

    /// <summary>All real numbers.</summary>
    internal const string RealNumbers = "T: realnumbertype";

    /// <summary>A kernel: the input, the axes in ascending order, the result.</summary>
    internal delegate void Compute(Tensor x, ReadOnlySpan<int> axes, Tensor result);

    /// <summary>An op of one dtype that reduces over the axes its second input lists.</summary>
    internal static OpDef Of(string name, string python, string summary, string dtypes, Compute compute, GradientRule? gradient) => new()
    {
        Name = name,
        Summary = $"{summary} No axes are no reduction; with keep_dims the reduced dims stay, of size 1.",
        Inputs = [dtypes.Length == 0 ? "input: bool" : "input: T", "reduction_indices: Tidx"],
        Outputs = [dtypes.Length == 0 ? "output: bool" : "output: T"],
        Attrs = ["keep_dims: bool = false", .. dtypes.Length == 0 ? Array.Empty<string>() : [dtypes], "Tidx: {int32, int64} = int32"],
        Parameters = ["input_tensor: input", "axis: reduction_indices = all_axes", "keepdims: keep_dims = false"],
        Example = $"{python}(x, axis=0)",
        Shape = ShapeRules.Reduction,
        Kernel = builder =>
        {
            var keep = builder.Attrs.Bool("keep_dims");
            return step =>
            {
                var x = step.Input(0);
                var axes = Axes(step.Input(1), x.Rank);
                compute(x, axes, step.Allocate(0, Reduced(x.Shape, axes, keep)));
            };
        },
        Gradient = gradient,
        Flops = FlopRules.PerInput,
    };

    /// <summary>A gradient or result with the reduced dims kept, of size 1: what can be stretched to the shape of the input.</summary>
    internal static Output Kept(GradientContext context, Output reduced)
    {
        if (context.Node.Attrs.Bool("keep_dims"))
            return reduced;
        if (context.Input(0).Shape.HasRank && context.ConstantInput(1) is { } axes)
        {
            foreach (var axis in Axes(axes, context.Input(0).Shape.Rank))
                reduced = context.Call("ExpandDims", reduced, context.Builder.Constant(Tensor.Scalar(axis)));
            return reduced;
        }

        var kept = context.Call("Sum", [context.Call("ZerosLike", context.Input(0)), context.Input(1)], ("keep_dims", true));
        return context.Call("Reshape", reduced, context.Call("Shape", kept));
    }

    /// <summary>A gradient of the result, stretched to the shape of the input.</summary>
    internal static Output Stretch(GradientContext context, Output gradient) =>
        context.Call("BroadcastTo", Kept(context, gradient), context.ShapeOf(context.Input(0)));

    private static int[] Axes(Tensor tensor, int rank)
    {
        var axes = new int[tensor.ElementCount];
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = tensor.Integer(i);
            if (axis < -rank || axis >= rank)
                throw new GraphRunException(ErrorCode.InvalidArgument, $"Invalid reduction dimension ({axis} for input with {rank} dimension(s)");
            axes[i] = (int)(axis < 0 ? axis + rank : axis);
        }

        Array.Sort(axes);
        for (var i = 1; i < axes.Length; i++)
        {
            if (axes[i] == axes[i - 1])
                throw new GraphRunException(ErrorCode.InvalidArgument, $"Invalid reduction arguments: Axes contains duplicate dimension: {axes[i]}");
        }

        return axes;
    }

    private static Shape Reduced(Shape shape, int[] axes, bool keep)
    {
        if (axes.Length == shape.Rank && !keep)
            return Shape.Scalar;
        var dims = new List<long>(shape.Rank);
        for (var i = 0; i < shape.Rank; i++)
        {
            var isReduced = Array.BinarySearch(axes, i) >= 0;
            if (!isReduced || keep)
                dims.Add(isReduced ? 1 : shape[i]);
        }

        return Shape.Of([.. dims]);
    }
}
