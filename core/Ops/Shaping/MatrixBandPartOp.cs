using GraphRun.Gradients;
using GraphRun.Kernels;

namespace GraphRun.Ops.Shaping;

/// <summary>Matrices without what lies off a band around the diagonal.</summary>
public static class MatrixBandPartOp
{
    [Op("matrix_band_part", "linalg.band_part")]
    public static OpDef MatrixBandPart { get; } = new()
    {
        Name = "MatrixBandPart",
        Summary = "The matrices along the last two dims with zeros but for num_lower diagonals below the main one and num_upper "
            + "above; -1 keeps all.",
        Inputs = ["input: T", "num_lower: Tindex", "num_upper: Tindex"],
        Outputs = ["band: T"],
        Attrs = ["T: type", "Tindex: {int32, int64} = DT_INT64"],
        Example = "matrix_band_part(x, 0, -1)",
        Shape = context =>
        {
            context.WithRankAtLeast(0, 2);
            context.WithRank(1, 0);
            context.WithRank(2, 0);
            context.Output(0, context.Input(0));
        },
        Kernel = _ => step =>
        {
            var (input, lower, upper) = (step.Input(0), step.Integer(1, "num_lower"), step.Integer(2, "num_upper"));
            if (input.Rank < 2)
                throw IntegerTensors.Invalid($"input must be at least 2-dim, received shape: {input.Shape}");
            if (lower > input.Shape[-2])
                throw IntegerTensors.Invalid(
                    $"num_lower must be negative or less or equal to number of rows ({input.Shape[-2]}) got: {lower}");
            if (upper > input.Shape[-1])
                throw IntegerTensors.Invalid(
                    $"num_upper must be negative or less or equal to number of columns ({input.Shape[-1]}) got: {upper}");
            Marking.BandPart(input, lower, upper, step.Allocate(0, input.Shape));
        },
        Gradient = context =>
            [context.Call("MatrixBandPart", context.Gradient()!.Value, context.Input(1), context.Input(2)), null, null],
    };
}
