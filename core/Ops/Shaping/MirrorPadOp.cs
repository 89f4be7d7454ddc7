using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>A tensor within margins that mirror it, and what flows back from them.</summary>
public static class MirrorPadOp
{
    private const string Mode = "mode: {'REFLECT', 'SYMMETRIC'}";

    [Op("mirror_pad")]
    public static OpDef MirrorPad { get; } = new()
    {
        Name = "MirrorPad",
        Summary = "The input within margins that mirror it: REFLECT leaves the edge out, SYMMETRIC repeats it.",
        Inputs = ["input: T", "paddings: Tpaddings"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tpaddings: {int32, int64} = DT_INT32", Mode],
        Example = "mirror_pad(x, [[0, 0], [1, 1]], mode='SYMMETRIC')",
        Shape = Paddings.Infer,
        Kernel = builder =>
        {
            var repeatsEdge = builder.Attrs.Text("mode") == "SYMMETRIC";
            return step =>
            {
                var (input, paddings) = (step.Input(0), step.Input(1));
                var shape = Paddings.Pad(input.Shape, paddings);
                Require(input.Shape, paddings, repeatsEdge);
                Padding.Mirror(input, Paddings.Before(paddings), repeatsEdge, step.Allocate(0, shape));
            };
        },
        Gradient = context =>
            [context.Call("MirrorPadGrad", [context.Gradient()!.Value, context.Input(1)], ("mode", context.Node.Attrs.Text("mode"))), null],
    };

    [Op]
    public static OpDef MirrorPadGrad { get; } = new()
    {
        Name = "MirrorPadGrad",
        Summary = "The inside of the input, and on top of it the margins, each element added to the one it mirrors.",
        Inputs = ["input: T", "paddings: Tpaddings"],
        Outputs = ["output: T"],
        Attrs = ["T: numbertype", "Tpaddings: {int32, int64} = DT_INT32", Mode],
        Example = "MirrorPadGrad([1.0, 2.0, 3.0, 4.0], [[1, 1]], mode='REFLECT')",
        Shape = context =>
        {
            var input = context.Input(0);
            if (input.HasRank)
                context.Output(0, context.Constant(1) is { } paddings ? Inside(input, paddings) : Shape.OfRank(input.Rank));
        },
        Kernel = builder =>
        {
            var repeatsEdge = builder.Attrs.Text("mode") == "SYMMETRIC";
            return step =>
            {
                var (input, paddings) = (step.Input(0), step.Input(1));
                var shape = Inside(input.Shape, paddings);
                Require(shape, paddings, repeatsEdge);
                MirrorFolding.Run(input, Paddings.Before(paddings), repeatsEdge, step.Allocate(0, shape));
            };
        },
        Gradient = context =>
            [context.Call("MirrorPad", [context.Gradient()!.Value, context.Input(1)], ("mode", context.Node.Attrs.Text("mode"))), null],
    };

    private static Shape Inside(Shape padded, Tensor paddings)
    {
        var dims = new long[padded.Rank];
        for (var axis = 0; axis < dims.Length; axis++)
        {
            var margins = paddings.Integer(2 * axis) + paddings.Integer((2 * axis) + 1);
            if (padded[axis] != Shape.Unknown && margins > padded[axis])
                throw ShapeContext.Error($"Negative dimension size caused by subtracting {margins} from {padded[axis]}");
            dims[axis] = PartialShapes.Add(padded[axis], -margins);
        }

        return Shape.Of(dims);
    }

    private static void Require(Shape shape, Tensor paddings, bool repeatsEdge)
    {
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var (before, behind) = (paddings.Integer(2 * axis), paddings.Integer((2 * axis) + 1));
            if (Math.Max(before, behind) <= shape[axis] - (repeatsEdge ? 0 : 1) || Math.Max(before, behind) == 0)
                continue;
            var limit = repeatsEdge ? "no greater than" : "less than";
            throw IntegerTensors.Invalid($"paddings must be {limit} the dimension size: {before}, {behind} {limit} {shape[axis]}");
        }
    }
}
