using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Softmax and its logarithm over the last dim, the row's largest element taken off first. float16 and bfloat16 are computed in float32.</summary>
internal static class RowSoftmax
{
    /// <summary><c>y = exp(x - max) / sum(exp(x - max))</c> per row.</summary>
    public static void Softmax(Tensor x, Tensor y) => Widened(x, y, static (shifted, sums, result) =>
    {
        Elementwise.UnaryFloating<ExpOperator>(shifted, result);
        Reduction.Sum(result, [1], sums);
        Elementwise.BinaryFloating<DivideOperator>(result, sums, result);
    });

    /// <summary><c>y = x - max - log(sum(exp(x - max)))</c> per row.</summary>
    public static void LogSoftmax(Tensor x, Tensor y) => Widened(x, y, static (shifted, sums, result) =>
    {
        Elementwise.UnaryFloating<ExpOperator>(shifted, result);
        Reduction.Sum(result, [1], sums);
        Elementwise.UnaryFloating<LogOperator>(sums, sums);
        Elementwise.Binary<SubtractOperator>(shifted, sums, result);
    });

    private static void Widened(Tensor x, Tensor y, Action<Tensor, Tensor, Tensor> finish)
    {
        if (x.ElementCount == 0)
            return;
        var rows = Shape.Of(x.ElementCount / x.Shape[-1], x.Shape[-1]);
        if (x.DType is DType.Float32 or DType.Float64)
        {
            Rows(x.Reshape(rows), y.Reshape(rows), finish);
            return;
        }

        var (wideX, wideY) = (Tensor.Allocate(DType.Float32, rows), Tensor.Allocate(DType.Float32, rows));
        Elementwise.Cast(x.Reshape(rows), wideX);
        Rows(wideX, wideY, finish);
        Elementwise.Cast(wideY, y.Reshape(rows));
    }

    private static void Rows(Tensor x, Tensor y, Action<Tensor, Tensor, Tensor> finish)
    {
        var columns = Tensor.Allocate(x.DType, Shape.Of(x.Shape[0], 1));
        var shifted = Tensor.Allocate(x.DType, x.Shape);
        Reduction.Maximum(x, [1], columns);
        Elementwise.Binary<SubtractOperator>(x, columns, shifted);
        finish(shifted, columns, y);
    }
}
