using System.Numerics;
using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Between complex numbers and their parts: complex64 with float32, complex128 with float64.</summary>
internal static class ComplexParts
{
    /// <summary>The real parts.</summary>
    public static void Real(Tensor x, Tensor z) => Take(x, z, 0);

    /// <summary>The imaginary parts.</summary>
    public static void Imaginary(Tensor x, Tensor z) => Take(x, z, 1);

    /// <summary>The absolute values.</summary>
    public static void Absolute(Tensor x, Tensor z)
    {
        if (x.DType == DType.Complex64)
            Broadcast.Unary<Complex64, float, AbsoluteRow64>(x, z);
        else
            Broadcast.Unary<Complex, double, AbsoluteRow128>(x, z);
    }

    /// <summary>The angles, from -pi to pi.</summary>
    public static void Angle(Tensor x, Tensor z)
    {
        var (real, imaginary) = (Tensor.Allocate(z.DType, x.Shape), Tensor.Allocate(z.DType, x.Shape));
        Real(x, real);
        Imaginary(x, imaginary);
        Elementwise.BinaryFloating<Atan2Operator>(imaginary, real, z);
    }

    /// <summary>Complex numbers of real and imaginary parts, which broadcast.</summary>
    public static void Combine(Tensor real, Tensor imaginary, Tensor z)
    {
        if (z.DType == DType.Complex64)
            Broadcast.Binary<float, float, Complex64, CombineRow64>(real, imaginary, z);
        else
            Broadcast.Binary<double, double, Complex, CombineRow128>(real, imaginary, z);
    }

    private static void Take(Tensor x, Tensor z, int part)
    {
        if (x.DType == DType.Complex64)
            Take(MemoryMarshal.Cast<Complex64, float>(x.Values<Complex64>()), z.Writable<float>(), part);
        else
            Take(MemoryMarshal.Cast<Complex, double>(x.Values<Complex>()), z.Writable<double>(), part);
    }

    private static void Take<T>(ReadOnlySpan<T> x, Span<T> z, int part)
    {
        for (var i = 0; i < z.Length; i++)
            z[i] = x[2 * i + part];
    }

    private readonly struct AbsoluteRow64 : IUnaryRow<Complex64, float>
    {
        public static void Invoke(ReadOnlySpan<Complex64> x, Span<float> z)
        {
            for (var i = 0; i < z.Length; i++)
                z[i] = (float)ComplexMath.Abs(x[i]);
        }
    }

    private readonly struct AbsoluteRow128 : IUnaryRow<Complex, double>
    {
        public static void Invoke(ReadOnlySpan<Complex> x, Span<double> z)
        {
            for (var i = 0; i < z.Length; i++)
                z[i] = ComplexMath.Abs(x[i]);
        }
    }

    private readonly struct CombineRow64 : IBinaryRow<float, float, Complex64>
    {
        public static void Invoke(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<Complex64> z)
        {
            var (xStep, yStep) = (x.Length == 1 ? 0 : 1, y.Length == 1 ? 0 : 1);
            for (int i = 0, ix = 0, iy = 0; i < z.Length; i++, ix += xStep, iy += yStep)
                z[i] = new Complex64(x[ix], y[iy]);
        }
    }

    private readonly struct CombineRow128 : IBinaryRow<double, double, Complex>
    {
        public static void Invoke(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<Complex> z)
        {
            var (xStep, yStep) = (x.Length == 1 ? 0 : 1, y.Length == 1 ? 0 : 1);
            for (int i = 0, ix = 0, iy = 0; i < z.Length; i++, ix += xStep, iy += yStep)
                z[i] = new Complex(x[ix], y[iy]);
        }
    }
}
