using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Tensors one after the other along a dim.</summary>
public static class ConcatOp
{
    [Op("concat")]
    public static OpDef ConcatV2 { get; } = new()
    {
        Name = "ConcatV2",
        Summary = "The inputs one after the other along an axis; all other dims are equal. One input alone is given back.",
        Inputs = ["values: N * T", "axis: Tidx"],
        Outputs = ["output: T"],
        Attrs = ["N: int >= 1", "T: type", "Tidx: {int32, int64} = DT_INT32"],
        Example = "concat([x, y], 0)",
        Shape = context => Infer(context, 0, context.InputCount - 1),
        KnownElements = Known,
        Kernel = _ => step => Join(step, step.Inputs()[..^1], step.Integer(step.InputCount - 1, "concat_dim")),
        Gradient = context => [.. Parts(context, 0, context.Input(context.Node.Inputs.Count - 1)), null],
    };

    [Op]
    public static OpDef Concat { get; } = new()
    {
        Name = "Concat",
        Summary = "ConcatV2 with the axis as the first input.",
        Inputs = ["concat_dim: int32", "values: N * T"],
        Outputs = ["output: T"],
        Attrs = ["N: int >= 1", "T: type"],
        Example = "Concat(0, [[1, 2], [3]])",
        Shape = context => Infer(context, 1, 0),
        Kernel = _ => step => Join(step, step.Inputs()[1..], step.Integer(0, "concat_dim")),
        Gradient = context => [null, .. Parts(context, 1, context.Input(0))],
    };

    private static void Infer(ShapeContext context, int first, int axisInput)
    {
        var shapes = new Shape[context.InputCount - 1];
        for (var i = 0; i < shapes.Length; i++)
            shapes[i] = context.Input(first + i);
        var rank = shapes.Max(shape => shape.Rank);
        if (rank < 0)
            return;
        if (context.Constant(axisInput) is { } axis)
            context.Output(0, Joined(shapes, axis.Integers()[0]));
        else
            context.Output(0, Tensors.Shape.OfRank(rank));
    }

    private static Shape Joined(ReadOnlySpan<Shape> shapes, long axisNumber)
    {
        var merged = Tensors.Shape.UnknownRank;
        var size = 0L;
        foreach (var shape in shapes)
        {
            if (!shape.HasRank)
            {
                size = Tensors.Shape.Unknown;
                continue;
            }

            var axis = Axis(axisNumber, shape.Rank);
            size = size == Tensors.Shape.Unknown ? size : PartialShapes.Add(shape[axis], size);
            merged = ShapeContext.Merge(merged, shape.With(axis, Tensors.Shape.Unknown));
        }

        return merged.HasRank ? merged.With(Axis(axisNumber, merged.Rank), size) : merged;
    }

    private static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw ShapeContext.Error($"ConcatOp : Expected concatenating dimensions in the range [{-rank}, {rank}), but got {axis}");

    // Vectors of sizes joined: the way in which most shapes are put together.
    private static PartialElement[]? Known(ShapeContext context)
    {
        var elements = new List<PartialElement>();
        for (var i = 0; i < context.InputCount - 1; i++)
        {
            if (context.Input(i).Rank != 1 || context.Input(i)[0] == Tensors.Shape.Unknown)
                return null;
            elements.AddRange(context.Elements(i) ?? new PartialElement[context.Input(i)[0]]);
        }

        return [.. elements];
    }

    /// <summary>What of the gradient belongs to each of the values: sizes are taken in a run only where they are not known before.</summary>
    private static IEnumerable<Output?> Parts(GradientContext context, int first, Output axis)
    {
        var gradient = context.Gradient()!.Value;
        var values = context.Node.Inputs.Skip(first).Take(context.Node.Inputs.Count - 1).ToArray();
        if (values.Length == 1)
            return [gradient];
        var axisValue = context.Builder.ValueOf(axis);
        if (axisValue is not null && Array.TrueForAll(values, value => Size(value.Shape, axisValue) >= 0))
        {
            var sizes = Array.ConvertAll(values, value => (int)Size(value.Shape, axisValue));
            var split = context.Call(
                "SplitV", [gradient, context.Constant(sizes), axis.DType == DType.Int32 ? axis : Narrow(context, axis)], ("num_split", (long)sizes.Length));
            return values.Select((_, i) => (Output?)new Output(split.Node, i));
        }

        var shapes = Array.ConvertAll(values, value => context.Call("Shape", value));
        var dim = context.Call("FloorMod", axis.DType == DType.Int32 ? axis : Narrow(context, axis), context.Call("Rank", values[0]));
        var offsets = context.Call("ConcatOffset", [dim, .. shapes]).Node;
        return values.Select((_, i) => (Output?)context.Call("Slice", gradient, new Output(offsets, i), shapes[i]));
    }

    private static Output Narrow(GradientContext context, Output axis) => context.Call("Cast", [axis], ("DstT", DType.Int32));

    private static long Size(Shape shape, Tensor axis) => shape.HasRank ? shape[Axis(axis.Integer(0), shape.Rank)] : Tensors.Shape.Unknown;

    private static void Join(Step step, Tensor[] inputs, long axisNumber)
    {
        var axis = Axis(axisNumber, inputs[0].Rank);
        var size = 0L;
        for (var i = 0; i < inputs.Length; i++)
        {
            Check(inputs[0].Shape, i, inputs[i].Shape, axis);
            size += inputs[i].Shape[axis];
        }

        var shape = inputs[0].Shape;
        Joining.Concatenate(inputs, axis, step.Allocate(0, shape[axis] == size ? shape : shape.With(axis, size)));
    }

    private static void Check(Shape first, int index, Shape shape, int axis)
    {
        if (shape.Rank != first.Rank)
            throw IntegerTensors.Invalid(
                $"ConcatOp : Ranks of all input tensors should match: shape[0] = {first} vs. shape[{index}] = {shape}");
        for (var i = 0; i < first.Rank; i++)
        {
            if (i != axis && first[i] != shape[i])
                throw IntegerTensors.Invalid(
                    $"ConcatOp : Dimensions of inputs should match: shape[0] = {first} vs. shape[{index}] = {shape}");
        }
    }
}
