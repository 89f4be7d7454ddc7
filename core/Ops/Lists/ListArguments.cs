using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>How list ops read their inputs and write lists.</summary>
internal static class ListArguments
{
    /// <summary>The list at an input.</summary>
    /// <exception cref="GraphRunException">The input is no list, or a list of another dtype.</exception>
    internal static TensorList List(this Step step, DType dtype, int input = 0)
    {
        var list = AnyList(step, input);
        return list.DType == dtype ? list : throw IntegerTensors.Invalid(
            $"Invalid data types; op elements {dtype.Name()} but list elements {list.DType.Name()}");
    }

    internal static TensorList AnyList(this Step step, int input = 0)
    {
        var handle = step.Input(input);
        if (handle.ElementCount != 1)
            throw IntegerTensors.Invalid($"Input list must be a scalar saw: {handle.Shape}");
        return handle.Value<object>() as TensorList
            ?? throw IntegerTensors.Invalid($"Input handle is not a list. Saw: '{handle.Value<object>()?.GetType().Name ?? "nothing"}'");
    }

    internal static void Give(this Step step, TensorList list, int output = 0)
    {
        var handle = Tensor.Allocate(DType.Variant, Shape.Scalar);
        handle.Writable<object>()[0] = list;
        step.Forward(output, handle);
    }

    /// <summary>A shape of which dims may be unknown: a vector of sizes, -1 for unknown, or the scalar -1 for an unknown rank.</summary>
    internal static Shape ElementShape(this Step step, int input)
    {
        var sizes = step.Input(input);
        if (sizes.Rank > 0)
            return Shape.Of(sizes.Integers());
        return sizes.Integer(0) == -1 ? Shape.UnknownRank : throw IntegerTensors.Invalid(
            "The only valid scalar shape tensor is the fully unknown shape specified as -1.");
    }

    /// <summary>What shape inference knows of an input read by <see cref="ElementShape"/>.</summary>
    internal static Shape ElementShape(this ShapeContext context, int input) =>
        context.Input(input) is { Rank: > 0 } ? context.ConstantShape(input) : Shape.UnknownRank;

    /// <summary>An element shape that agrees with the list's and the op's own, as far as both are known.</summary>
    internal static Shape Merge(Shape op, Shape list)
    {
        if (!op.Accepts(list))
            throw IntegerTensors.Invalid($"Incompatible element shapes. Op element shape: {op} list shape: {list}");
        return ShapeContext.Merge(op, list);
    }

    internal static int Index(this Step step, int input) => checked((int)step.Integer(input, "index"));

    /// <summary>What stands for an element that was never set: zeros of the shape that its surroundings leave no doubt about.</summary>
    internal static Tensor Missing(TensorList list, Shape elementShape)
    {
        var shape = Known(list, Merge(elementShape, list.ElementShape));
        return shape.IsFullyDefined ? Zeros(list.DType, shape) : throw IntegerTensors.Invalid(
            $"Trying to read an uninitialized tensor but element_shape is not fully defined: {shape} and no list element is set.");
    }

    /// <summary>The elements at some indices along a new first dim as output 0, zeros for those that were never set.</summary>
    internal static void Join(Step step, TensorList list, int count, Shape shape, Func<int, int> index)
    {
        var output = step.Allocate(0, Shape.Of(count).Then(shape));
        var zeros = default(Tensor);
        for (var i = 0; i < count; i++)
        {
            var element = list[index(i)] ?? (zeros ??= Zeros(list.DType, shape));
            if (!element.Shape.Equals(shape))
                throw Unequal(shape, index(i), element.Shape);
            ElementRange.Copy(element, 0, output, i * shape.ElementCount, shape.ElementCount);
        }
    }

    /// <summary>The element shape with what the elements that are set add to it.</summary>
    internal static Shape Known(TensorList list, Shape elementShape)
    {
        for (var i = 0; i < list.Count && !elementShape.IsFullyDefined; i++)
        {
            if (list[i] is { } element && elementShape.Accepts(element.Shape))
                elementShape = element.Shape;
        }

        return elementShape;
    }

    private static GraphRunException Unequal(Shape expected, int index, Shape actual) => IntegerTensors.Invalid(
        $"Tried to stack tensors with unequal shapes: expected {expected}, but element {index} has shape {actual}");

    internal static Tensor Zeros(DType dtype, Shape shape)
    {
        var zeros = Tensor.Allocate(dtype, shape);
        Filling.Zeros(zeros);
        return zeros;
    }
}
