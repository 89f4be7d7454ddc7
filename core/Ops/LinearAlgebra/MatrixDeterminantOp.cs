using System.Numerics;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Determinants, by elimination with pivots.</summary>
public static class MatrixDeterminantOp
{
    [Op("matrix_determinant", "linalg.det")]
    public static OpDef MatrixDeterminant { get; } = new()
    {
        Name = "MatrixDeterminant",
        Summary = "The determinants of the matrices along the last two dims; 1 of a matrix without rows.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = [SquareMatrices.DTypes],
        Example = "matrix_determinant([[4.0, 2.0], [2.0, 3.0]])",
        Shape = context => context.Output(0, BatchOf(context)),
        Kernel = _ => step =>
        {
            var (input, size) = (step.Input(0), SquareMatrices.SizeOf(step));
            var output = step.Allocate(0, input.Shape.Part(0, input.Rank - 2));
            MatrixBatch.Run(input.DType, output.ElementCount, (long)size * size * size / 3, new Determinant(input, output, null, size));
        },
        Gradient = context => [Scale(context, context.Call("Mul", context.Gradient()!.Value, context.Output()))],
    };

    [Op("linalg.slogdet", "log_matrix_determinant")]
    public static OpDef LogMatrixDeterminant { get; } = new()
    {
        Name = "LogMatrixDeterminant",
        Summary = "The signs of the determinants of the matrices along the last two dims (0 of a singular one) and the logarithms of their "
            + "magnitudes (-inf).",
        Inputs = ["input: T"],
        Outputs = ["sign: T", "log_abs_determinant: T"],
        Attrs = [SquareMatrices.DTypes],
        Example = "log_matrix_determinant([[4.0, 2.0], [2.0, 3.0]])",
        Shape = context =>
        {
            var batch = BatchOf(context);
            context.Output(0, batch);
            context.Output(1, batch);
        },
        Kernel = _ => step =>
        {
            var (input, size) = (step.Input(0), SquareMatrices.SizeOf(step));
            var batch = input.Shape.Part(0, input.Rank - 2);
            var (sign, logarithm) = (step.Allocate(0, batch), step.Allocate(1, batch));
            MatrixBatch.Run(input.DType, batch.ElementCount, (long)size * size * size / 3, new Determinant(input, sign, logarithm, size));
        },
        Gradient = context => [context.Gradient(1) is { } gradient ? Scale(context, gradient) : null],
    };

    private static Shape BatchOf(ShapeContext context) =>
        SquareMatrices.Square(context) is { HasRank: true } shape ? shape.Part(0, shape.Rank - 2) : Shape.UnknownRank;

    /// <summary>The transposed inverse times a number for each matrix.</summary>
    private static Output Scale(GradientContext context, Output numbers)
    {
        var inverse = context.Call("MatrixInverse", [context.Input(0)], ("adjoint", true));
        var last = context.Builder.Constant(Tensor.Scalar(-1));
        return context.Call("Mul", context.Call("ExpandDims", context.Call("ExpandDims", numbers, last), last), inverse);
    }

    /// <summary>The determinant, or, with a second output, its sign and logarithm.</summary>
    private readonly struct Determinant(Tensor input, Tensor output, Tensor? logarithm, int size) : IMatrixAction
    {
        public void Run<T>(long batch)
            where T : unmanaged, IFloatingPoint<T>, IRootFunctions<T>
        {
            var factors = new PivotedFactors<T>(MatrixBatch.Part<T>(input, batch, (long)size * size), size);
            var product = factors.IsOdd ? -T.One : T.One;
            var sum = 0.0;
            for (var i = 0; i < size; i++)
            {
                var pivot = factors.Pivot(i);
                product *= logarithm is null ? pivot : Sign(pivot);
                sum += logarithm is null ? 0 : VectorMath.Log(Vector.Create(double.CreateChecked(T.Abs(pivot))))[0];
            }

            output.Writable<T>()[(int)batch] = product;
            if (logarithm is not null)
                logarithm.Writable<T>()[(int)batch] = T.CreateTruncating(sum);
        }

        private static T Sign<T>(T value)
            where T : INumber<T> => value > T.Zero ? T.One : value < T.Zero ? -T.One : value;
    }
}
