using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Matrices with other diagonals.</summary>
public static class MatrixSetDiagOp
{
    [Op]
    public static OpDef MatrixSetDiag { get; } = new()
    {
        Name = "MatrixSetDiag",
        Summary = "The matrices along the last two dims of input with the vectors along the last dim of diagonal as their main diagonals.",
        Inputs = ["input: T", "diagonal: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type"],
        Example = "MatrixSetDiag([[1, 2], [3, 4]], [5, 6])",
        Shape = context => context.Output(0, context.WithRankAtLeast(0, 2)),
        Kernel = _ => step => Run(step, (0, 0), "LEFT_LEFT"),
        Gradient = context => Gradient(context, null),
    };

    [Op]
    public static OpDef MatrixSetDiagV2 { get; } = Banded("MatrixSetDiagV2", "MatrixSetDiagV3 with all diagonals aligned to the left.", []);

    [Op("linalg.set_diag", "matrix_set_diag")]
    public static OpDef MatrixSetDiagV3 { get; } = Banded(
        "MatrixSetDiagV3",
        "The matrices along the last two dims of input with the diagonals from k[0] to k[1] (0 is the main one) replaced by those that "
            + "diagonal holds, the uppermost first, one in each row and aligned as align says; for one diagonal a vector.",
        [DiagonalBand.Align]);

    private static OpDef Banded(string name, string summary, string[] attrs) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["input: T", "diagonal: T", "k: int32"],
        Outputs = ["output: T"],
        Attrs = ["T: type", .. attrs],
        Parameters = attrs.Length == 0 ? [] : ["input: input", "diagonal: diagonal", "k: k = 0", "align: align = 'RIGHT_LEFT'"],
        Example = $"{name}([[1, 2], [3, 4]], [5, 6], 0)",
        Shape = context =>
        {
            var input = context.WithRankAtLeast(0, 2);
            var packed = DiagonalBand.Packed(context, input, 2);
            if (packed.HasRank && context.Input(1).HasRank)
                Graphs.ShapeContext.Merge(packed, context.Input(1));
            context.Output(0, input);
        },
        Kernel = builder =>
        {
            var align = DiagonalBand.AlignOf(builder.Attrs);
            return step => Run(step, DiagonalBand.Of(step.Input(2)), align);
        },
        Gradient = context => Gradient(context, DiagonalBand.AlignOf(context.Node.Attrs)),
    };

    private static void Run(Step step, (long Lower, long Upper) k, string align)
    {
        var (input, diagonal) = (step.Input(0), step.Input(1));
        if (input.Rank < 2)
            throw IntegerTensors.Invalid($"input must be at least 2-dim, received shape: {input.Shape}");
        var band = DiagonalBand.Of(k, input.Shape[-2], input.Shape[-1], align);
        var expected = band.Packed(input.Shape.Dims[..^2]);
        if (!expected.Equals(diagonal.Shape))
            throw IntegerTensors.Invalid($"Either first dimensions of diagonal don't match input.shape[:-2], or diagonal.shape is not equal to the longest diagonal: expected {expected}, got {diagonal.Shape}");
        var output = step.Allocate(0, input.Shape);
        Filling.Copy(input, output);
        band.Put(diagonal, output);
    }

    private static IReadOnlyList<Graphs.Output?> Gradient(GradientContext context, string? align)
    {
        var (gradient, zeros) = (context.Gradient()!.Value, context.Call("ZerosLike", context.Input(1)));
        if (align is null)
            return [context.Call("MatrixSetDiag", gradient, zeros), context.Call("MatrixDiagPart", gradient)];
        var padding = context.Call("Cast", [context.Builder.Constant(Tensor.Scalar(0))], ("DstT", gradient.DType));
        var k = context.Input(2);
        return
        [
            context.Call("MatrixSetDiagV3", [gradient, zeros, k], ("align", align)),
            context.Call("MatrixDiagPartV3", [gradient, k, padding], ("align", align)),
            null,
        ];
    }
}
