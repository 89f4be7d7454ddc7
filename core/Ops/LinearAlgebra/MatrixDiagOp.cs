using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Matrices of given diagonals.</summary>
public static class MatrixDiagOp
{
    [Op]
    public static OpDef MatrixDiag { get; } = new()
    {
        Name = "MatrixDiag",
        Summary = "Square matrices with the vectors along the last dim as their diagonals and zeros beside them.",
        Inputs = ["diagonal: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type"],
        Example = "MatrixDiag([1, 2, 3])",
        Shape = context =>
        {
            var diagonal = context.WithRankAtLeast(0, 1);
            if (diagonal.HasRank)
                context.Output(0, diagonal.Then(diagonal.From(diagonal.Rank - 1)));
        },
        Kernel = _ => step =>
        {
            var diagonal = step.Input(0);
            if (diagonal.Rank < 1)
                throw IntegerTensors.Invalid($"input must be at least 1-dim, received shape: {diagonal.Shape}");
            var size = diagonal.Shape[-1];
            var output = step.Allocate(0, diagonal.Shape.Then(Shape.Of(size)));
            Filling.Zeros(output);
            new Diagonals(0, 0, size, size).Put(diagonal, output);
        },
        Gradient = context => [context.Call("MatrixDiagPart", context.Gradient()!.Value)],
    };

    [Op]
    public static OpDef MatrixDiagV2 { get; } = Banded("MatrixDiagV2", "MatrixDiagV3 with all diagonals aligned to the left.", []);

    [Op("linalg.diag", "matrix_diag")]
    public static OpDef MatrixDiagV3 { get; } = Banded(
        "MatrixDiagV3",
        "Matrices with padding_value but for the diagonals from k[0] to k[1] (0 is the main one), which the rows along the last two dims "
            + "hold, the uppermost first; for one diagonal the vectors along the last dim. Without num_rows and num_cols (-1) matrices are "
            + "as small as they can be.",
        [DiagonalBand.Align]);

    private static OpDef Banded(string name, string summary, string[] attrs) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["diagonal: T", "k: int32", "num_rows: int32", "num_cols: int32", "padding_value: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type", .. attrs],
        Parameters = attrs.Length == 0
            ? []
            : ["diagonal: diagonal", "k: k = 0", "num_rows: num_rows = -1", "num_cols: num_cols = -1", "padding_value: padding_value = 0",
                "align: align = 'RIGHT_LEFT'"],
        Example = $"{name}([1, 2, 3], 1, -1, -1, 0)",
        Shape = Infer,
        Kernel = builder =>
        {
            var align = DiagonalBand.AlignOf(builder.Attrs);
            return step => Run(step, align);
        },
        Gradient = context =>
        {
            var gradient = context.Gradient()!.Value;
            var align = DiagonalBand.AlignOf(context.Node.Attrs);
            var part = context.Call(
                "MatrixDiagPartV3", [gradient, context.Input(1), context.Call("ZerosLike", context.Input(4))], ("align", align));
            return [part, null, null, null, null];
        },
    };

    private static void Infer(ShapeContext context)
    {
        var diagonal = context.WithRankAtLeast(0, 1);
        for (var i = 2; i < 5; i++)
            context.WithRank(i, 0);
        if (!diagonal.HasRank || context.Constant(1) is not { } band)
            return;
        var k = DiagonalBand.Of(band);
        var batch = diagonal.Part(0, diagonal.Rank - (k.Lower == k.Upper ? 1 : 2));
        var isKnown = diagonal[-1] != Shape.Unknown && context.Constant(2) is not null && context.Constant(3) is not null;
        context.Output(0, batch.Then(isKnown
            ? Size(k, diagonal[-1], context.Constant(2)!.Integer(0), context.Constant(3)!.Integer(0))
            : Shape.OfRank(2)));
    }

    private static void Run(Step step, string align)
    {
        var (diagonal, k) = (step.Input(0), DiagonalBand.Of(step.Input(1)));
        if (diagonal.Rank < (k.Lower == k.Upper ? 1 : 2))
            throw IntegerTensors.Invalid($"diagonal must be at least {(k.Lower == k.Upper ? 1 : 2)}-dim, received shape: {diagonal.Shape}");
        if (k.Lower != k.Upper && diagonal.Shape[-2] != k.Upper - k.Lower + 1)
            throw IntegerTensors.Invalid(
                $"The number of diagonals provided in the input does not match the lower_diag_index and upper_diag_index range: "
                + $"{diagonal.Shape[-2]} vs. {k.Lower} to {k.Upper}");
        var size = Size(k, diagonal.Shape[-1], step.Integer(2, "num_rows"), step.Integer(3, "num_cols"));
        var output = step.Allocate(0, diagonal.Shape.Part(0, diagonal.Rank - (k.Lower == k.Upper ? 1 : 2)).Then(size));
        Filling.Fill(step.Input(4), output);
        var band = DiagonalBand.Of(k, size[0], size[1], align);
        if (band.Width != diagonal.Shape[-1])
            throw Inconsistent();
        band.Put(diagonal, output);
    }

    /// <summary>Rows and columns of the matrices.</summary>
    private static Shape Size((long Lower, long Upper) k, long width, long rows, long columns)
    {
        if (k.Lower > k.Upper)
            throw IntegerTensors.Invalid($"lower_diag_index must not be larger than upper_diag_index: {k.Lower} > {k.Upper}");
        var (leastRows, leastColumns) = (width - Math.Min(k.Upper, 0), width + Math.Max(k.Lower, 0));
        if (rows == -1 && columns == -1)
            return Shape.Of(Math.Max(leastRows, leastColumns), Math.Max(leastRows, leastColumns));
        if (rows != -1 && rows < leastRows)
            throw IntegerTensors.Invalid("The number of rows is too small");
        if (columns != -1 && columns < leastColumns)
            throw IntegerTensors.Invalid("The number of columns is too small");
        var size = Shape.Of(rows == -1 ? leastRows : rows, columns == -1 ? leastColumns : columns);
        return size[0] == leastRows || size[1] == leastColumns ? size : throw Inconsistent();
    }

    private static Errors.GraphRunException Inconsistent() => IntegerTensors.Invalid(
        "The number of rows or columns is not consistent with the specified d_lower, d_upper, and diagonal");
}
