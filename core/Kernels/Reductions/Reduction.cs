using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Reductions over any set of axes (<c>core/kernels/reduction_ops_common.h</c>), each axis in [0, rank). The result is allocated by the
/// caller, with as many elements as the kept axes have, and with or without the reduced axes as dims of size 1. float16 and bfloat16 are
/// computed in float32 and rounded once; integers wrap. The order of the additions is fixed: see <see cref="ReductionPass{TIn, T, TReader,
/// TReduction, TMap}"/>.
/// </summary>
public static class Reduction
{
    /// <summary>The sum; 0 over no elements. Any number dtype.</summary>
    public static void Sum(Tensor x, ReadOnlySpan<int> axes, Tensor result)
    {
        if (x.DType.IsComplex())
            ReductionDispatch.Pairs<SumKind>(x, axes, result);
        else
            ReductionDispatch.Real<SumKind>(x, axes, result);
    }

    /// <summary>
    /// The sum divided by the number of elements; NaN over no elements, for integers 0. Integers are added in 64 bits and the quotient is
    /// rounded toward zero. Any number dtype.
    /// </summary>
    public static void Mean(Tensor x, ReadOnlySpan<int> axes, Tensor result)
    {
        if (x.DType.IsComplex())
            ReductionDispatch.Pairs<MeanKind>(x, axes, result);
        else
            ReductionDispatch.Widened<MeanKind>(x, axes, result);
    }

    /// <summary>The product; 1 over no elements. Any number dtype.</summary>
    public static void Product(Tensor x, ReadOnlySpan<int> axes, Tensor result)
    {
        if (x.DType == DType.Complex64)
            Fold<Complex64, Complex64Product>(x, axes, result);
        else if (x.DType == DType.Complex128)
            Fold<Complex, Complex128Product>(x, axes, result);
        else
            ReductionDispatch.Real<ProductKind>(x, axes, result);
    }

    /// <summary>The largest; over no elements the lowest number of the dtype, or -inf. NaN if there is one. Real dtypes.</summary>
    public static void Maximum(Tensor x, ReadOnlySpan<int> axes, Tensor result) => ReductionDispatch.Real<MaximumKind>(x, axes, result);

    /// <summary>The smallest; over no elements the highest number of the dtype, or inf. NaN if there is one. Real dtypes.</summary>
    public static void Minimum(Tensor x, ReadOnlySpan<int> axes, Tensor result) => ReductionDispatch.Real<MinimumKind>(x, axes, result);

    /// <summary>Whether all are true; true over no elements. bool.</summary>
    public static void All(Tensor x, ReadOnlySpan<int> axes, Tensor result) => Fold<byte, AllReduction>(x, axes, result);

    /// <summary>Whether any is true; false over no elements. bool.</summary>
    public static void Any(Tensor x, ReadOnlySpan<int> axes, Tensor result) => Fold<byte, AnyReduction>(x, axes, result);

    /// <summary>The sum of squares; 0 over no elements. Floating dtypes.</summary>
    public static void SumOfSquares(Tensor x, ReadOnlySpan<int> axes, Tensor result) =>
        ReductionDispatch.Floating<SumOfSquaresKind>(x, axes, result);

    /// <summary>The square root of the sum of squares, rounded toward zero for integers; 0 over no elements. Real dtypes.</summary>
    public static void EuclideanNorm(Tensor x, ReadOnlySpan<int> axes, Tensor result) =>
        ReductionDispatch.Real<EuclideanNormKind>(x, axes, result);

    private static void Fold<T, TReduction>(Tensor x, ReadOnlySpan<int> axes, Tensor result)
        where T : unmanaged
        where TReduction : struct, IReduction<T> =>
        ReductionDriver<T, T, DirectReader<T>, TReduction, Unmapped<T>, AsIs<T>, DirectWriter<T>>.Run(x, axes, result, 1);
}
