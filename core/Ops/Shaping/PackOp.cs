using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Tensors of one shape along a new dim, and apart again.</summary>
public static class PackOp
{
    [Op("stack")]
    public static OpDef Pack { get; } = new()
    {
        Name = "Pack",
        Summary = "The inputs, all of one shape, along a new dim before the dim axis; -1 puts it last.",
        Inputs = ["values: N * T"],
        Outputs = ["output: T"],
        Attrs = ["N: int >= 1", "T: type", "axis: int = 0"],
        Example = "stack([x, y])",
        Shape = Infer,
        KnownElements = Known,
        Kernel = builder =>
        {
            var axis = builder.Attrs.Int("axis");
            return step => Stack(step, axis);
        },
        Gradient = context => UnpackAll(context),
    };

    [Op("unstack")]
    public static OpDef Unpack { get; } = new()
    {
        Name = "Unpack",
        Summary = "Each index of a dim as an output of its own, without the dim. The dim has as many indices as the op outputs.",
        Inputs = ["value: T"],
        Outputs = ["output: num * T"],
        Attrs = ["num: int >= 0", "T: type", "axis: int = 0"],
        Parameters = ["value: value", "num: num", "axis: axis = 0"],
        Example = "unstack(x, 2)",
        Shape = context =>
        {
            var shape = context.Input(0);
            if (!shape.HasRank)
                return;
            var axis = Axis(context.Attrs.Int("axis"), shape.Rank);
            if (shape[axis] != Tensors.Shape.Unknown && shape[axis] != context.OutputCount)
                throw ShapeContext.Error($"Dimension must be {context.OutputCount} but is {shape[axis]}");
            for (var i = 0; i < context.OutputCount; i++)
                context.Output(i, shape.Without(axis));
        },
        Kernel = builder =>
        {
            var (axis, count) = (builder.Attrs.Int("axis"), (int)builder.Attrs.Int("num"));
            return step => Unstack(step, axis, count);
        },
        Gradient = context =>
        {
            var gradients = context.Node.OutputDTypes.Select((_, i) => context.Gradient(i) ?? context.Call("ZerosLike", context.Output(i)));
            return [context.Builder.Call("Pack", [.. gradients], AxisAttr(context))];
        },
    };

    private static void Infer(ShapeContext context)
    {
        var shape = context.Input(0);
        for (var i = 1; i < context.InputCount; i++)
            shape = ShapeContext.Merge(shape, context.Input(i));
        if (shape.HasRank)
            context.Output(0, shape.Insert(Axis(context.Attrs.Int("axis"), shape.Rank + 1), context.InputCount));
    }

    // Sizes packed into a shape.
    private static PartialElement[]? Known(ShapeContext context)
    {
        var elements = new PartialElement[context.InputCount];
        for (var i = 0; i < elements.Length; i++)
        {
            if (context.Input(i).Rank != 0)
                return null;
            elements[i] = context.Elements(i) is [var element] ? element : PartialElement.Unknown;
        }

        return elements;
    }

    private static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw ShapeContext.Error($"Invalid axis: {axis}; must be in [{-rank},{rank})");

    private static void Stack(Step step, long axis)
    {
        var inputs = step.Inputs();
        var shape = inputs[0].Shape;
        for (var i = 1; i < inputs.Length; i++)
        {
            if (!inputs[i].Shape.Equals(shape))
                throw IntegerTensors.Invalid(
                    $"Shapes of all inputs must match: values[0].shape = {shape} != values[{i}].shape = {inputs[i].Shape}");
        }

        var place = Axis(axis, shape.Rank + 1);
        Joining.Stack(inputs, place, step.Allocate(0, shape.Insert(place, inputs.Length)));
    }

    private static void Unstack(Step step, long axis, int count)
    {
        var input = step.Input(0);
        var place = Axis(axis, input.Rank);
        if (input.Shape[place] != count)
            throw IntegerTensors.Invalid($"Input shape axis {place} must equal {count}, got shape {input.Shape}");
        var outputs = new Tensor[count];
        var shape = input.Shape.Without(place);
        for (var i = 0; i < count; i++)
            outputs[i] = step.Allocate(i, shape);
        Joining.Unstack(input, place, outputs);
    }

    private static Output?[] UnpackAll(Gradients.GradientContext context)
    {
        var attrs = AxisAttr(context);
        attrs["num"] = (long)context.Node.Inputs.Count;
        var parts = context.Builder.Call("Unpack", [context.Gradient()!.Value], attrs);
        return [.. context.Node.Inputs.Select((_, i) => (Output?)(parts with { Index = i }))];
    }

    private static Dictionary<string, object> AxisAttr(Gradients.GradientContext context) =>
        new() { ["axis"] = context.Node.Attrs.Int("axis") };
}
