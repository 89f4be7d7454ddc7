using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>The arguments that say which diagonals are meant: <c>k</c>, one number or the lowest and the uppermost, and <c>align</c>.</summary>
internal static class DiagonalBand
{
    /// <summary>The attr of the third versions: which side diagonals above and below the main one are aligned to.</summary>
    public const string Align = "align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = 'RIGHT_LEFT'";

    /// <summary>The lowest and the uppermost diagonal.</summary>
    /// <exception cref="Errors.GraphRunException"><c>diag_index must be a scalar or vector with one or two elements, got shape [3]</c></exception>
    public static (long Lower, long Upper) Of(Tensor k)
    {
        if (k.Rank > 1 || k.ElementCount is < 1 or > 2)
            throw IntegerTensors.Invalid($"diag_index must be a scalar or vector with one or two elements, got shape {k.Shape}");
        return (k.Integer(0), k.Integer((int)k.ElementCount - 1));
    }

    /// <summary>The band in matrices of a size.</summary>
    public static Diagonals Of((long Lower, long Upper) k, long rows, long columns, string align = "LEFT_LEFT") => new Diagonals(
        k.Lower, k.Upper, rows, columns, align is "LEFT_LEFT" or "LEFT_RIGHT", align is "LEFT_LEFT" or "RIGHT_LEFT").Checked();

    /// <summary>The attr <c>align</c>; older versions have none and align to the left.</summary>
    public static string AlignOf(Attrs attrs) => attrs.All.Any(pair => pair.Attr.Name == "align") ? attrs.Text("align") : "LEFT_LEFT";

    /// <summary>The packed shape of the diagonals of matrices, as far as it is known.</summary>
    public static Shape Packed(ShapeContext context, Shape matrices, int k)
    {
        if (!matrices.HasRank || context.Constant(k) is not { } band)
            return Shape.UnknownRank;
        var (lower, upper) = Of(band);
        var isKnown = matrices[-1] != Shape.Unknown && matrices[-2] != Shape.Unknown;
        var width = isKnown ? Of((lower, upper), matrices[-2], matrices[-1]).Width : Shape.Unknown;
        var batch = matrices.Part(0, matrices.Rank - 2);
        return batch.Then(lower == upper ? Shape.Of(width) : Shape.Of(upper - lower + 1, width));
    }
}
