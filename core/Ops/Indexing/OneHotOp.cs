using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>Indices as vectors with one element on.</summary>
public static class OneHotOp
{
    [Op("one_hot")]
    public static OpDef OneHot { get; } = new()
    {
        Name = "OneHot",
        Summary = "For each index a vector of length depth along a new axis: on_value at the index, off_value elsewhere. An index "
            + "outside leaves all off.",
        Inputs = ["indices: TI", "depth: int32", "on_value: T", "off_value: T"],
        Outputs = ["output: T"],
        Attrs = ["axis: int = -1", "T: type", "TI: {uint8, int8, int32, int64} = DT_INT64"],
        Parameters = ["indices: indices", "depth: depth", "on_value: on_value = 1.0", "off_value: off_value = 0.0", "axis: axis = -1"],
        Example = "one_hot([0, 2], 3)",
        Shape = context =>
        {
            context.WithRank(1, 0);
            context.WithRank(2, 0);
            context.WithRank(3, 0);
            var indices = context.Input(0);
            var axis = context.Attrs.Int("axis");
            if (axis < -1)
                throw ShapeContext.Error("axis must be >= -1");
            if (!indices.HasRank)
                return;
            var depth = context.Constant(1) is { } constant ? constant.Integers()[0] : Shape.Unknown;
            if (depth < Shape.Unknown)
                throw ShapeContext.Error($"depth must be non-negative, got: {depth}");
            context.Output(0, indices.Insert(Axis(axis, indices.Rank), depth));
        },
        Kernel = builder =>
        {
            var number = builder.Attrs.Int("axis");
            return step =>
            {
                var (indices, depth) = (step.Input(0), step.Integer(1, "depth"));
                if (depth < 0)
                    throw IntegerTensors.Invalid($"depth must be non-negative, got: {depth}");
                var axis = Axis(number, indices.Rank);
                Marking.OneHot(
                    indices,
                    axis,
                    Scalar(step.Input(2), "on_value"),
                    Scalar(step.Input(3), "off_value"),
                    step.Allocate(0, indices.Shape.Insert(axis, depth)));
            };
        },
        Gradient = GradientRules.Stop,
    };

    private static int Axis(long axis, int rank) => axis <= rank
        ? (int)(axis < 0 ? rank : axis)
        : throw new GraphRunException(ErrorCode.ShapeMismatch, $"Expected axis to be -1 or between [0, {rank + 1}).  But received: {axis}");

    private static Tensor Scalar(Tensor value, string name) => value.Rank == 0
        ? value
        : throw IntegerTensors.Invalid($"{name} must be a scalar, but got: {value.Shape}");
}
