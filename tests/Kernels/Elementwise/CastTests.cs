using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class CastTests
{
    [Fact]
    public void Floats_become_integers_by_truncation_and_saturate()
    {
        float[] x = [1.9f, -1.9f, 300f, -300f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3e9f, -0.5f];
        Assert.Equal([1, -1, 300, -300, 0, int.MaxValue, int.MinValue, int.MaxValue, 0], Cast<float, int>(x));
        Assert.Equal<byte>([1, 0, 255, 0, 0, 255, 0, 255, 0], Cast<float, byte>(x));
        Assert.Equal<sbyte>([1, -1, 127, -128, 0, 127, -128, 127, 0], Cast<float, sbyte>(x));
        Assert.Equal([1, 0, 300, 0, 0, ulong.MaxValue, 0, 3000000000, 0], Cast<float, ulong>(x));
        Assert.Equal([1, -1, 300, -300, 0, long.MaxValue, long.MinValue, 3000000000, 0], Cast<double, long>([.. x.Select(v => (double)v)]));
    }

    [Fact]
    public void Integers_wrap_into_narrower_ones()
    {
        Assert.Equal<sbyte>([44, -1, -128], Cast<int, sbyte>([300, -1, 128]));
        Assert.Equal<ushort>([65535, 1], Cast<long, ushort>([-1, 65537]));
        Assert.Equal([-1L], Cast<int, long>([-1]));
        Assert.Equal([4294967295L], Cast<uint, long>([uint.MaxValue]));
    }

    [Fact]
    public void Bool_is_one_or_zero_and_all_but_zero_is_true()
    {
        Assert.Equal([1f, 0f], Cast<bool, float>([true, false]));
        Assert.Equal([1L, 0L], Cast<bool, long>([true, false]));
        Assert.Equal([true, false, false, true, true], Cast<float, bool>([0.1f, 0f, -0f, float.NaN, float.NegativeInfinity]));
        Assert.Equal([true, false], Cast<long, bool>([1L << 40, 0]));
        Assert.Equal([true, false], Cast<Half, bool>([Half.Epsilon, (Half)0f]));
    }

    [Fact]
    public void Unsigned_64_bit_integers_are_rounded_once()
    {
        // 2^63 + 2^39 + 1 is just above the middle between two floats; rounding to double first would lose the last bit.
        Assert.Equal([9.2233731e18f], Cast<ulong, float>([(1UL << 63) + (1UL << 39) + 1]));
        Assert.Equal([9.2233720368547758e18], Cast<ulong, double>([(1UL << 63) + 1]));
    }

    [Fact]
    public void Narrow_floats_are_rounded_once()
    {
        // 1 + 2^-8 + 2^-40 lies just above the middle between two bfloat16, but its float32 lies in the middle.
        double[] middle = [1.0 + Math.ScaleB(1, -8) + Math.ScaleB(1, -40), 1.0 + Math.ScaleB(1, -8)];
        Assert.Equal<ushort>([0x3F81, 0x3F80], Cast<double, BFloat16>(middle).Select(v => v.Bits));
        long[] large = [(1L << 62) + (1L << 54) + 1, (1L << 62) + (1L << 54)];
        Assert.Equal<ushort>([0x5E81, 0x5E80], Cast<long, BFloat16>(large).Select(v => v.Bits));
        Assert.Equal([(Half)1.0009765625], Cast<double, Half>([1.0 + Math.ScaleB(1, -11) + Math.ScaleB(1, -40)]));
        Assert.Equal([Half.PositiveInfinity, Half.MaxValue], Cast<int, Half>([65520, 65519]));
        Assert.Equal([(Half)1.5, Half.NegativeInfinity], Cast<BFloat16, Half>([(BFloat16)1.5f, (BFloat16)(-1e30f)]));
    }

    [Fact]
    public void Complex_numbers_give_their_real_part_and_take_no_imaginary_one()
    {
        Assert.Equal([2f, -1f], Cast<Complex64, float>([new(2.9f, 1), new(-1, 5)]).Select(MathF.Truncate));
        Assert.Equal([new Complex64(3, 0)], Cast<int, Complex64>([3]));
        Assert.Equal([new System.Numerics.Complex(1.5, -2)], Cast<Complex64, System.Numerics.Complex>([new(1.5f, -2)]));
    }

    private static TTo[] Cast<TFrom, TTo>(TFrom[] values)
    {
        var z = Tensor.Allocate(DTypes.Of<TTo>(), Shape.Of(values.Length));
        Elementwise.Cast(Tensor.Vector<TFrom>(values), z);
        return z.Values<TTo>().ToArray();
    }
}
