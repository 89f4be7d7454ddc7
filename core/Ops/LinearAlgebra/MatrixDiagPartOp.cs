using GraphRun.Gradients;
using GraphRun.Kernels;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Diagonals of matrices.</summary>
public static class MatrixDiagPartOp
{
    [Op]
    public static OpDef MatrixDiagPart { get; } = new()
    {
        Name = "MatrixDiagPart",
        Summary = "The main diagonals of the matrices along the last two dims.",
        Inputs = ["input: T"],
        Outputs = ["diagonal: T"],
        Attrs = ["T: type"],
        Example = "MatrixDiagPart([[1, 2, 3], [4, 5, 6]])",
        Shape = context =>
        {
            var input = context.WithRankAtLeast(0, 2);
            if (!input.HasRank)
                return;
            var isKnown = input[-1] != Tensors.Shape.Unknown && input[-2] != Tensors.Shape.Unknown;
            context.Output(0, input.Part(0, input.Rank - 2).Then(
                Tensors.Shape.Of(isKnown ? Math.Min(input[-1], input[-2]) : Tensors.Shape.Unknown)));
        },
        Kernel = _ => step => Run(step, (0, 0), "LEFT_LEFT"),
        Gradient = context =>
            [context.Call("MatrixSetDiag", context.Call("ZerosLike", context.Input(0)), context.Gradient()!.Value)],
    };

    [Op]
    public static OpDef MatrixDiagPartV2 { get; } = Banded(
        "MatrixDiagPartV2", "MatrixDiagPartV3 with all diagonals aligned to the left.", []);

    [Op("linalg.diag_part", "matrix_diag_part")]
    public static OpDef MatrixDiagPartV3 { get; } = Banded(
        "MatrixDiagPartV3",
        "The diagonals from k[0] to k[1] (0 is the main one) of the matrices along the last two dims, the uppermost first, one in each row; "
            + "for one diagonal a vector. Shorter diagonals are filled up with padding_value at the side that align says.",
        [DiagonalBand.Align]);

    private static OpDef Banded(string name, string summary, string[] attrs) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["input: T", "k: int32", "padding_value: T"],
        Outputs = ["diagonal: T"],
        Attrs = ["T: type", .. attrs],
        Parameters = attrs.Length == 0 ? [] : ["input: input", "k: k = 0", "padding_value: padding_value = 0", "align: align = 'RIGHT_LEFT'"],
        Example = $"{name}([[1, 2, 3], [4, 5, 6]], [0, 1], 0)",
        Shape = context =>
        {
            var input = context.WithRankAtLeast(0, 2);
            context.WithRank(2, 0);
            context.Output(0, DiagonalBand.Packed(context, input, 1));
        },
        Kernel = builder =>
        {
            var align = DiagonalBand.AlignOf(builder.Attrs);
            return step => Run(step, DiagonalBand.Of(step.Input(1)), align);
        },
        Gradient = context =>
        {
            var zeros = context.Call("ZerosLike", context.Input(0));
            var align = DiagonalBand.AlignOf(context.Node.Attrs);
            return [context.Call("MatrixSetDiagV3", [zeros, context.Gradient()!.Value, context.Input(1)], ("align", align)), null, null];
        },
    };

    private static void Run(Execution.Step step, (long Lower, long Upper) k, string align)
    {
        var input = step.Input(0);
        if (input.Rank < 2)
            throw IntegerTensors.Invalid($"input must be at least 2-dim, received shape: {input.Shape}");
        var band = DiagonalBand.Of(k, input.Shape[-2], input.Shape[-1], align);
        var output = step.Allocate(0, band.Packed(input.Shape.Dims[..^2]));
        if (step.InputCount > 2)
            Filling.Fill(step.Input(2), output);
        band.Take(input, output);
    }
}
