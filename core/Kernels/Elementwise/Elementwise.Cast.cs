using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

internal static partial class Elementwise
{
    /// <summary>
    /// Converts to the dtype of <paramref name="z"/>. Floats become integers by truncation; what is out of range becomes the nearest
    /// integer and NaN 0, which C++ leaves undefined. Integers wrap into narrower ones. Floats are rounded to nearest even, once. Bool is
    /// 1 or 0, and anything but 0 (NaN too) is true. Of a complex number the real part is taken; a real one gets the imaginary part 0.
    /// </summary>
    public static void Cast(Tensor x, Tensor z)
    {
        if (x.DType == z.DType && !x.DType.IsReference())
            Copy(x, z);
        else if (x.DType.IsComplex())
            CastFromComplex(x, z);
        else if (z.DType.IsComplex())
            CastToComplex(x, z);
        else
            ElementTypes.ForNumber(x.DType, new CastAction(x, z));
    }

    private static void Copy(Tensor x, Tensor z)
    {
        switch (x.DType.Size())
        {
            case 1: Broadcast.Unary<byte, byte, CopyRow<byte>>(x, z); break;
            case 2: Broadcast.Unary<ushort, ushort, CopyRow<ushort>>(x, z); break;
            case 4: Broadcast.Unary<uint, uint, CopyRow<uint>>(x, z); break;
            case 8: Broadcast.Unary<ulong, ulong, CopyRow<ulong>>(x, z); break;
            default: Broadcast.Unary<Complex, Complex, CopyRow<Complex>>(x, z); break;
        }
    }

    private static void CastFromComplex(Tensor x, Tensor z)
    {
        if (z.DType == DType.Complex128)
        {
            Broadcast.Unary<Complex64, Complex, WidenComplexRow>(x, z);
            return;
        }

        if (z.DType == DType.Complex64)
        {
            Broadcast.Unary<Complex, Complex64, RoundComplexRow>(x, z);
            return;
        }

        var real = Tensor.Allocate(x.DType == DType.Complex64 ? DType.Float32 : DType.Float64, x.Shape);
        ComplexParts.Real(x, real);
        Cast(real, z);
    }

    private static void CastToComplex(Tensor x, Tensor z)
    {
        var dtype = z.DType == DType.Complex64 ? DType.Float32 : DType.Float64;
        var real = Tensor.Allocate(dtype, x.Shape);
        Cast(x, real);
        ComplexParts.Combine(real, dtype == DType.Float32 ? Tensor.Scalar(0f) : Tensor.Scalar(0d), z);
    }

    private readonly struct CastAction(Tensor x, Tensor z) : INumberAction
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T> =>
            ElementTypes.ForNumber(z.DType, new CastToAction<T>(x, z));

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            ElementTypes.ForNumber(z.DType, new CastNarrowToAction<T, TFormat>(x, z));
    }

    private readonly struct CastToAction<TFrom>(Tensor x, Tensor z) : INumberAction
        where TFrom : unmanaged, INumber<TFrom>
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T>
        {
            if (z.DType == DType.Bool)
                Broadcast.Unary<TFrom, bool, PredicateRow<TFrom, IsNotZeroOperator>>(x, z);
            else
                Broadcast.Unary<TFrom, T, CastRow<TFrom, T>>(x, z);
        }

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            Broadcast.Unary<TFrom, T, CastToNarrowRow<TFrom, T, TFormat>>(x, z);
    }

    private readonly struct CastNarrowToAction<TFrom, TFromFormat>(Tensor x, Tensor z) : INumberAction
        where TFrom : unmanaged
        where TFromFormat : struct, INarrowFormat<TFrom>
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T>
        {
            if (z.DType == DType.Bool)
                Broadcast.Unary<TFrom, bool, WidenedUnaryRow<TFrom, TFromFormat, bool, PredicateRow<float, IsNotZeroOperator>>>(x, z);
            else
                Broadcast.Unary<TFrom, T, WidenedUnaryRow<TFrom, TFromFormat, T, CastRow<float, T>>>(x, z);
        }

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> =>
            Broadcast.Unary<TFrom, T, WidenedUnaryRow<TFrom, TFromFormat, T, CastToNarrowRow<float, T, TFormat>>>(x, z);
    }

    private readonly struct CopyRow<T> : IUnaryRow<T, T>
    {
        public static void Invoke(ReadOnlySpan<T> x, Span<T> z) => x.CopyTo(z);
    }

    private readonly struct WidenComplexRow : IUnaryRow<Complex64, Complex>
    {
        public static void Invoke(ReadOnlySpan<Complex64> x, Span<Complex> z)
        {
            for (var i = 0; i < z.Length; i++)
                z[i] = x[i];
        }
    }

    private readonly struct RoundComplexRow : IUnaryRow<Complex, Complex64>
    {
        public static void Invoke(ReadOnlySpan<Complex> x, Span<Complex64> z)
        {
            for (var i = 0; i < z.Length; i++)
                z[i] = (Complex64)x[i];
        }
    }
}
