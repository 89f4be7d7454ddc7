using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>The same elements in another shape.</summary>
public static class ReshapeOp
{
    [Op("reshape")]
    public static OpDef Reshape { get; } = new()
    {
        Name = "Reshape",
        Summary = "The same elements in row-major order in another shape. One size may be -1: it is what is left over. Nothing is copied.",
        Inputs = ["tensor: T", "shape: Tshape"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tshape: {int32, int64} = DT_INT32"],
        Example = "reshape(x, [-1])",
        Shape = context => context.Output(0, Infer(context.Input(0), context.ConstantShape(1))),
        KnownElements = context => context.Elements(0),
        ForwardsInputs = true,
        PassesOn = (_, input, output) => input.IsFullyDefined && input.Equals(output),
        Kernel = _ => step => step.Forward(0, step.Input(0).Reshape(Resolve(step.Input(0).ElementCount, step.Input(1)))),
        Gradient = context => [context.Call("Reshape", context.Gradient()!.Value, context.Call("Shape", context.Input(0))), null],
    };

    private static Shape Infer(Shape input, Shape output)
    {
        if (!input.HasRank || !output.HasRank)
            return output;
        var (inputKnown, inputOpen) = Known(input);
        var (outputKnown, outputOpen) = Known(output);
        if (inputOpen.Count > 1 || outputOpen.Count > 1)
            return output;
        if (outputOpen.Count == 0)
        {
            if (inputOpen.Count == 0 && inputKnown != outputKnown)
                throw ShapeContext.Error($"Cannot reshape a tensor with {inputKnown} elements to shape {output} ({outputKnown} elements)");
            if (inputOpen.Count == 1 && inputKnown != 0)
                PartialShapes.Divide(outputKnown, inputKnown);
            return output;
        }

        if (inputOpen.Count == 0)
            return outputKnown > 0 ? output.With(outputOpen[0], PartialShapes.Divide(inputKnown, outputKnown)) : output;
        return inputKnown == outputKnown
            ? output.Part(0, outputOpen[0]).Then(input.Part(inputOpen[0], inputOpen[0] + 1)).Then(output.From(outputOpen[0] + 1))
            : output;
    }

    // The product of the known dims, and the axes of the others.
    private static (long Known, List<int> Open) Known(Shape shape)
    {
        var (known, open) = (1L, new List<int>());
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == Tensors.Shape.Unknown)
                open.Add(axis);
            else
                known = PartialShapes.Multiply(known, shape[axis]);
        }

        return (known, open);
    }

    private static Shape Resolve(long count, Tensor sizes)
    {
        if (sizes.Rank > 1)
            throw IntegerTensors.Invalid($"sizes input must be 1-D, not {sizes.Shape}");
        var dims = sizes.Integers();
        var open = -1;
        for (var i = 0; i < dims.Length; i++)
        {
            if (dims[i] < -1)
                throw IntegerTensors.Invalid($"Size {i} must be non-negative, not {dims[i]}");
            if (dims[i] == -1 && open >= 0)
                throw IntegerTensors.Invalid($"Only one input size may be -1, not both {open} and {i}");
            open = dims[i] == -1 ? i : open;
        }

        if (open >= 0)
            Complete(dims, open, count);
        var shape = Tensors.Shape.Of(dims);
        return shape.ElementCount == count
            ? shape
            : throw IntegerTensors.Invalid(
                $"Input to reshape is a tensor with {count} values, but the requested shape has {shape.ElementCount}");
    }

    private static void Complete(long[] dims, int open, long count)
    {
        dims[open] = 1;
        var known = Tensors.Shape.Of(dims).ElementCount;
        if (known == 0)
            throw IntegerTensors.Invalid(
                "reshape cannot infer the missing input size for an empty tensor unless all specified input sizes are non-zero");
        if (count % known != 0)
            throw IntegerTensors.Invalid(
                $"Input to reshape is a tensor with {count} values, but the requested shape requires a multiple of {known}");
        dims[open] = count / known;
    }
}
