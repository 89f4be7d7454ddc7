using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The product of two matrices of any number dtype, row by row: c[i] += a[i,k] * b[k]. Every element is one chain over k in ascending
/// order, of fused multiply-adds for floats, so the bits do not depend on vectors or threads. float16 and bfloat16 accumulate in float32
/// and are rounded once.
/// </summary>
internal static class RowProduct
{
    private const long MultiplicationsPerPiece = 1 << 16;

    /// <param name="a">[m, k].</param>
    /// <param name="b">[k, n].</param>
    /// <param name="c">[m, n], overwritten.</param>
    public static void Multiply(Tensor a, Tensor b, Tensor c)
    {
        if (c.DType is DType.Float16 or DType.BFloat16)
        {
            var wide = Tensor.Allocate(DType.Float32, c.Shape);
            Multiply(Widen(a), Widen(b), wide);
            Elementwise.Cast(wide, c);
        }
        else if (c.DType.IsComplex())
        {
            ArithmeticTypes.Run(c.DType, new ComplexProduct(a, b, c));
        }
        else
        {
            ElementTypes.ForNumber(c.DType, new Product(a, b, c));
        }
    }

    private static Tensor Widen(Tensor narrow)
    {
        var wide = Tensor.Allocate(DType.Float32, narrow.Shape);
        Elementwise.Cast(narrow, wide);
        return wide;
    }

    private readonly struct Product(Tensor a, Tensor b, Tensor c) : INumberAction
    {
        public void Invoke<T>()
            where T : unmanaged, INumber<T> =>
            Workers.For(c.Shape[0], Math.Max(1, MultiplicationsPerPiece / Math.Max(1, b.ElementCount)), new Rows<T>(a, b, c));

        public void InvokeNarrow<T, TFormat>()
            where T : unmanaged
            where TFormat : struct, INarrowFormat<T> => throw ElementTypes.Unsupported(c.DType);
    }

    private readonly struct Rows<T>(Tensor a, Tensor b, Tensor c) : IRangeBody
        where T : unmanaged, INumber<T>
    {
        public void Run(long start, long end)
        {
            var (depth, width) = ((int)b.Shape[0], (int)b.Shape[1]);
            for (var i = (int)start; i < end; i++)
            {
                var row = c.Writable<T>().Slice(i * width, width);
                row.Clear();
                for (var k = 0; k < depth; k++)
                    Accumulate(a.Values<T>()[(i * depth) + k], b.Values<T>().Slice(k * width, width), row);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Accumulate(T factor, ReadOnlySpan<T> source, Span<T> sums)
        {
            ref var from = ref MemoryMarshal.GetReference(source);
            ref var to = ref MemoryMarshal.GetReference(sums);
            var factors = new Vector<T>(factor);
            var whole = sums.Length - (sums.Length % Vector<T>.Count);
            for (nuint j = 0; j < (nuint)whole; j += (nuint)Vector<T>.Count)
                Fuse(factors, Vector.LoadUnsafe(ref from, j), Vector.LoadUnsafe(ref to, j)).StoreUnsafe(ref to, j);
            for (var j = whole; j < sums.Length; j++)
                sums[j] = Fuse(factors, new Vector<T>(source[j]), new Vector<T>(sums[j]))[0];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<T> Fuse(Vector<T> x, Vector<T> y, Vector<T> sum)
        {
            if (typeof(T) == typeof(float))
                return Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), sum.As<T, float>()).As<float, T>();
            if (typeof(T) == typeof(double))
                return Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), sum.As<T, double>()).As<double, T>();
            return (x * y) + sum;
        }
    }

    private readonly struct ComplexProduct(Tensor a, Tensor b, Tensor c) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var (depth, width) = ((int)b.Shape[0], (int)b.Shape[1]);
            var x = a.Values<T>();
            var y = b.Values<T>();
            var z = c.Writable<T>();
            z.Fill(TArithmetic.Zero);
            for (var i = 0; i < c.Shape[0]; i++)
            {
                for (var k = 0; k < depth; k++)
                {
                    for (var j = 0; j < width; j++)
                        z[(i * width) + j] = TArithmetic.Add(z[(i * width) + j], TArithmetic.Multiply(x[(i * depth) + k], y[(k * width) + j]));
                }
            }
        }
    }
}
