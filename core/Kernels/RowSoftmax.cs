using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Softmax and its logarithm over the last dim, the row's largest element taken off first. float16 and bfloat16 are computed in float32.</summary>
internal static class RowSoftmax
{
    /// <summary><c>y = exp(x - max) / sum(exp(x - max))</c> per row.</summary>
    public static void Softmax(Tensor x, Tensor y) => Run<SoftmaxEnd>(x, y);

    /// <summary><c>y = x - max - log(sum(exp(x - max)))</c> per row.</summary>
    public static void LogSoftmax(Tensor x, Tensor y) => Run<LogSoftmaxEnd>(x, y);

    private static void Run<TEnd>(Tensor x, Tensor y)
        where TEnd : struct, ISoftmaxEnd<float>, ISoftmaxEnd<double>
    {
        if (x.DType == DType.Float32)
            SoftmaxRows<float, TEnd>.Run(x, y);
        else if (x.DType == DType.Float64)
            SoftmaxRows<double, TEnd>.Run(x, y);
        else
            RunWidened<TEnd>(x, y);
    }

    private static void RunWidened<TEnd>(Tensor x, Tensor y)
        where TEnd : struct, ISoftmaxEnd<float>, ISoftmaxEnd<double>
    {
        var wide = Tensor.Allocate(DType.Float32, x.Shape);
        Elementwise.Cast(x, wide);
        SoftmaxRows<float, TEnd>.Run(wide, wide);
        Elementwise.Cast(wide, y);
    }
}
