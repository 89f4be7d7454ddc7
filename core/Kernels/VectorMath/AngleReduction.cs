using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// Large angles modulo pi/2 after Payne and Hanek (1983): only the bits of 2/pi that reach the lowest bits of the quotient and its
/// fraction are multiplied, in integers. Exact to 70 bits for every finite double.
/// </summary>
internal static class AngleReduction
{
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiRest = 6.123233995736766e-17;

    // 64 zero bits, then 2/pi behind its point.
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0, 0x06492EEA09D1921C,
        0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
        0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08,
        0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
    ];

    /// <summary>Replaces the lanes of finite <paramref name="x"/> above 2^30: a rare case, kept out of line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Reduce(Vector<double> x, ref Vector<long> quadrant, ref Vector<double> r, ref Vector<double> rest)
    {
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var magnitude = Math.Abs(x[lane]);
            if (!(magnitude > 1073741824) || double.IsInfinity(magnitude))
                continue;
            var n = Reduce(magnitude, out var high, out var low);
            var isNegative = x[lane] < 0;
            quadrant = quadrant.WithElement(lane, isNegative ? -n : n);
            r = r.WithElement(lane, isNegative ? -high : high);
            rest = rest.WithElement(lane, isNegative ? -low : low);
        }
    }

    private static long Reduce(double x, out double high, out double low)
    {
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1075;
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;

        // x = mantissa 2^exponent. Of the product with 2/pi, 192 bits are kept: two before the point, 190 behind it.
        var (top, middle, bottom) = (Window(exponent + 62), Window(exponent + 126), Window(exponent + 190));
        var carry = Math.BigMul(mantissa, bottom, out bottom);
        carry = Math.BigMul(mantissa, middle, out middle) + AddWithCarry(ref middle, carry);
        top = unchecked(mantissa * top + carry);
        var n = (long)(top >> 62);
        if ((top & 0x2000000000000000) == 0)
        {
            ToHalfPi(top & 0x3FFFFFFFFFFFFFFF, middle, bottom, out high, out low);
            return n;
        }

        // The nearest multiple lies above: one minus the fraction, with the sign turned.
        bottom = unchecked(0 - bottom);
        middle = ~middle + (bottom == 0 ? 1UL : 0);
        top = (~top + (bottom == 0 && middle == 0 ? 1UL : 0)) & 0x3FFFFFFFFFFFFFFF;
        ToHalfPi(top, middle, bottom, out high, out low);
        (high, low) = (-high, -low);
        return n + 1;
    }

    /// <summary>64 bits of the table from a bit position on.</summary>
    private static ulong Window(int position)
    {
        var (index, shift) = (position >> 6, position & 63);
        return shift == 0 ? TwoOverPi[index] : (TwoOverPi[index] << shift) | (TwoOverPi[index + 1] >> (64 - shift));
    }

    private static ulong AddWithCarry(ref ulong value, ulong addend)
    {
        value = unchecked(value + addend);
        return value < addend ? 1UL : 0;
    }

    /// <summary>A fraction of 190 bits, times pi/2, as two doubles.</summary>
    private static void ToHalfPi(ulong top, ulong middle, ulong bottom, out double high, out double low)
    {
        // Shifted up until its first bit is the top one; there are at least 128 bits left, of which the first 106 are enough.
        var fraction = new UInt128(top, middle);
        var zeros = (int)UInt128.LeadingZeroCount(fraction);
        fraction = (fraction << zeros) | (zeros > 64 ? (UInt128)bottom << (zeros - 64) : bottom >> (64 - zeros));
        var scale = BitConverter.Int64BitsToDouble((1023L + 2 - 53 - zeros) << 52);
        var first = (double)(long)(ulong)(fraction >> 75) * scale;
        var second = (double)(long)(ulong)((fraction >> 22) & 0x1FFFFFFFFFFFFF) * scale * 1.1102230246251565e-16;
        high = first * HalfPi;
        low = Math.FusedMultiplyAdd(first, HalfPi, -high) + Math.FusedMultiplyAdd(first, HalfPiRest, second * HalfPi);
        var sum = high + low;
        low = (high - sum) + low;
        high = sum;
    }
}
