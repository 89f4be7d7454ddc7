using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>What the ops on batches of square matrices have in common.</summary>
internal static class SquareMatrices
{
    /// <summary>The dtypes that matrices are factorized in.</summary>
    public const string DTypes = "T: {double, float}";

    /// <summary>An input of matrices that must be square as far as is known.</summary>
    /// <exception cref="Errors.GraphRunException"><c>Dimensions must be equal, but are 3 and 4</c></exception>
    public static Shape Square(ShapeContext context, int input = 0)
    {
        var shape = context.WithRankAtLeast(input, 2);
        if (!shape.HasRank)
            return shape;
        var size = ShapeContext.Merge(shape[-2], shape[-1]);
        return size == shape[-2] && size == shape[-1] ? shape : shape.With(shape.Rank - 2, size).With(shape.Rank - 1, size);
    }

    /// <summary>The output has the shape of the input, whose matrices are square.</summary>
    public static ShapeRule Unchanged { get; } = context => context.Output(0, Square(context));

    /// <summary>The output has as many rows as the first input and the columns of the second; batch dims are equal.</summary>
    public static ShapeRule Solution { get; } = context =>
    {
        var (matrix, rhs) = (Square(context), context.WithRankAtLeast(1, 2));
        if (!matrix.HasRank || !rhs.HasRank)
            return;
        var batch = ShapeContext.Merge(matrix.Part(0, matrix.Rank - 2), rhs.Part(0, rhs.Rank - 2));
        var rows = ShapeContext.Merge(matrix[-1], rhs[-2]);
        context.Output(0, batch.Then(Shape.Of(rows)).Then(rhs.From(rhs.Rank - 1)));
    };

    /// <summary>The rows of the matrices of an input, which must be square.</summary>
    /// <exception cref="Errors.GraphRunException"><c>Input matrix must be square, got [2,3]</c></exception>
    public static int SizeOf(Step step, int input = 0)
    {
        var shape = step.Input(input).Shape;
        if (shape.Rank < 2)
            throw IntegerTensors.Invalid($"Input tensor {input} must have rank >= 2, got {shape}");
        return shape[-1] == shape[-2] ? (int)shape[-1] : throw IntegerTensors.Invalid($"Input matrix must be square, got {shape}");
    }
}
