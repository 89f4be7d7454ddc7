using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>Numbers as tensors of rank 0.</summary>
public static class Scalars
{
    /// <summary>A number in a dtype of numbers; rounded, and cut off for integers.</summary>
    public static Tensor Of(double value, DType dtype) => dtype switch
    {
        DType.Float32 => Tensor.Scalar((float)value),
        DType.Float64 => Tensor.Scalar(value),
        DType.Float16 => Tensor.Scalar((Half)value),
        DType.BFloat16 => Tensor.Scalar((BFloat16)(float)value),
        DType.Complex64 => Tensor.Scalar(new Complex64((float)value, 0)),
        DType.Complex128 => Tensor.Scalar(new Complex(value, 0)),
        DType.Int32 => Tensor.Scalar((int)value),
        DType.Int64 => Tensor.Scalar((long)value),
        _ => throw new ArgumentException($"{dtype.Name()} is not a dtype of numbers that gradients use", nameof(dtype)),
    };
}
