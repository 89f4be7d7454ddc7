using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>A list as one tensor, and a tensor as a list.</summary>
public static class TensorListStackOp
{
    [Op]
    public static OpDef TensorListStack { get; } = new()
    {
        Name = "TensorListStack",
        Summary = "The elements of a list along a new first dim; zeros for those that were never set. Of an empty list the element shape "
            + "must be known.",
        Inputs = ["input_handle: variant", "element_shape: int32"],
        Outputs = ["tensor: element_dtype"],
        Attrs = ["element_dtype: type", "num_elements: int = -1"],
        Example = "TensorListStack(list, [2], element_dtype=float32)",
        Shape = context => context.Output(0, Shape.Of(context.Attrs.Int("num_elements")).Then(context.ElementShape(1))),
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            var expected = builder.Attrs.Int("num_elements");
            return step => Stack(step, step.List(dtype), expected);
        },
        Gradient = context => [context.Gradient() is { } gradient ? ListOf(context.Builder, gradient, context.Input(1)) : null, null],
    };

    [Op]
    public static OpDef TensorListFromTensor { get; } = new()
    {
        Name = "TensorListFromTensor",
        Summary = "A list of the parts of a tensor along its first dim.",
        Inputs = ["tensor: element_dtype", "element_shape: shape_type"],
        Outputs = ["output_handle: variant"],
        Attrs = ["element_dtype: type", "shape_type: {int32, int64}"],
        Example = "TensorListFromTensor([[1.0, 2.0], [3.0, 4.0]], [2])",
        Shape = context =>
        {
            if (!context.WithRankAtLeast(0, 1).From(1).Accepts(context.ElementShape(1)))
                throw Mismatch(context.ElementShape(1), context.Input(0));
            context.Output(0, Shape.Scalar);
        },
        Kernel = builder => step => step.Give(Unstack(step.Input(0), step.ElementShape(1))),
        Gradient = context =>
        [
            context.Gradient() is not { } gradient ? null : context.Builder.Call(
                "TensorListStack",
                [gradient, context.Input(1)],
                new Dictionary<string, object> { ["element_dtype"] = context.Input(0).DType }),
            null,
        ],
    };

    /// <summary>The parts of a tensor along its first dim, as tensors of their own.</summary>
    internal static Tensor[] Parts(Tensor tensor)
    {
        if (tensor.Rank == 0)
            throw IntegerTensors.Invalid($"Tensor must be at least a vector, but saw shape: {tensor.Shape}");
        var shape = tensor.Shape.From(1);
        var parts = new Tensor[tensor.Shape[0]];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Tensor.Allocate(tensor.DType, shape);
            ElementRange.Copy(tensor, i * shape.ElementCount, parts[i], 0, shape.ElementCount);
        }

        return parts;
    }

    internal static GraphRunException Mismatch(Shape list, Shape tensor) =>
        IntegerTensors.Invalid($"Specified a list with shape {list} from a tensor with shape {tensor}");

    private static Output ListOf(GraphBuilder builder, Output tensor, Output elementShape) =>
        builder.Call("TensorListFromTensor", tensor, elementShape);

    private static void Stack(Step step, TensorList list, long expected)
    {
        if (expected >= 0 && list.Count != expected)
            throw IntegerTensors.Invalid($"Operation expected a list with {expected} elements but got a list with {list.Count} elements.");
        var shape = ListArguments.Known(list, ListArguments.Merge(step.ElementShape(1), list.ElementShape));
        if (!shape.IsFullyDefined)
            throw IntegerTensors.Invalid(list.Count == 0
                ? $"Tried to stack elements of an empty list with non-fully-defined element_shape: {shape}"
                : $"Tried to stack list which only contains uninitialized tensors and has a non-fully-defined element_shape: {shape}");
        ListArguments.Join(step, list, list.Count, shape, index => index);
    }

    private static TensorList Unstack(Tensor tensor, Shape elementShape)
    {
        var parts = Parts(tensor);
        if (!elementShape.Accepts(tensor.Shape.From(1)))
            throw Mismatch(elementShape, tensor.Shape);
        return TensorList.Of(parts, tensor.DType, elementShape);
    }
}
