using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Reductions;

/// <summary>Positions of the largest and the smallest element.</summary>
public static class ArgMaxOp
{
    [Op("argmax")]
    public static OpDef ArgMax { get; } = Declare("ArgMax", "argmax", "largest", ExtremePosition.OfLargest);

    [Op("argmin")]
    public static OpDef ArgMin { get; } = Declare("ArgMin", "argmin", "smallest", ExtremePosition.OfSmallest);

    private static OpDef Declare(string name, string python, string which, Action<Tensor, int, Tensor> compute) => new()
    {
        Name = name,
        Summary = $"The position of the {which} element along an axis; of equal ones the first.",
        Inputs = ["input: T", "dimension: Tidx"],
        Outputs = ["output: output_type"],
        Attrs = ["T: {bfloat16, half, float, double, int8, int16, int32, int64, uint8, uint16, uint32, uint64, bool}", "Tidx: {int16, int32, int64} = int32", $"output_type: {{int16, uint16, int32, int64}} = int64"],
        Parameters = ["input: input", "axis: dimension = 0", "output_type: output_type = int64"],
        Example = $"{python}(x, axis=0)",
        Shape = context =>
        {
            var shape = context.WithRankAtLeast(0, 1);
            if (!shape.HasRank)
                return;
            if (context.Constant(1) is not { } axis)
                context.Output(0, Shape.OfRank(shape.Rank - 1));
            else
                context.Output(0, Without(shape, ShapeContext.Axis(axis.Integer(0), shape.Rank)));
        },
        Kernel = _ => step =>
        {
            var x = step.Input(0);
            var axis = IntegerTensors.Axis(step.Input(1), x.Rank);
            if (x.Shape[axis] == 0)
                throw IntegerTensors.Invalid($"Reduction axis {axis} is empty in shape {x.Shape}");
            compute(x, axis, step.Allocate(0, Without(x.Shape, axis)));
        },
        Gradient = GradientRules.Stop,
    };

    private static Shape Without(Shape shape, int axis)
    {
        var kept = Enumerable.Range(0, shape.Rank).Where(i => i != axis).ToList();
        return Shape.Named([.. kept.Select(i => shape[i])], [.. kept.Select(shape.NameOf)]);
    }
}
