using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Elements converted to another type: see <see cref="Elementwise.Cast"/>.</summary>
internal readonly struct CastRow<TFrom, TTo> : IUnaryRow<TFrom, TTo>
    where TFrom : unmanaged, INumber<TFrom>
    where TTo : unmanaged, INumber<TTo>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke(ReadOnlySpan<TFrom> x, Span<TTo> z)
    {
        for (var i = CastVectors.Convert(x, z); i < z.Length; i++)
            z[i] = Convert(x[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo Convert(TFrom x)
    {
        if (typeof(TFrom) == typeof(ulong) && Casts.IsFloating<TTo>())
            return Casts.ToFloating<TTo>((ulong)(object)x);
        return Casts.IsFloating<TFrom>() && !Casts.IsFloating<TTo>() ? TTo.CreateSaturating(x) : TTo.CreateTruncating(x);
    }
}

/// <summary>Elements converted to a 16-bit float and rounded once.</summary>
internal readonly struct CastToNarrowRow<TFrom, TTo, TFormat> : IUnaryRow<TFrom, TTo>
    where TFrom : unmanaged, INumber<TFrom>
    where TTo : unmanaged
    where TFormat : struct, INarrowFormat<TTo>
{
    public static void Invoke(ReadOnlySpan<TFrom> x, Span<TTo> z)
    {
        var block = default(FloatBlock);
        for (var start = 0; start < z.Length; start += Narrow<TTo, TFormat>.BlockLength)
        {
            var values = ((Span<float>)block)[..Math.Min(Narrow<TTo, TFormat>.BlockLength, z.Length - start)];
            for (var i = 0; i < values.Length; i++)
                values[i] = Casts.ToOddSingle(x[start + i]);
            Narrow<TTo, TFormat>.Round(values, z.Slice(start, values.Length));
        }
    }
}

/// <summary>Conversions that the machine offers in a form that rounds twice, or not everywhere alike.</summary>
internal static class Casts
{
    public static bool IsFloating<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>Rounded once. Only some machines convert unsigned 64-bit integers; halving with a sticky bit serves all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ToFloating<T>(ulong x)
        where T : unmanaged, INumber<T>
    {
        if ((long)x >= 0)
            return T.CreateTruncating((long)x);
        var half = T.CreateTruncating((long)((x >> 1) | (x & 1)));
        return half + half;
    }

    /// <summary>
    /// The float32 next to <paramref name="x"/> towards zero, with its last bit set when it is not exact: rounded to odd, so that
    /// rounding it again to a format of 16 bits gives what rounding <paramref name="x"/> itself would.
    /// </summary>
    public static float ToOddSingle<T>(T x)
        where T : unmanaged, INumber<T>
    {
        var wide = ToOddDouble(x);
        var single = (float)wide;
        if ((double)single == wide || double.IsNaN(wide))
            return single;
        var bits = BitConverter.SingleToUInt32Bits(single);
        return BitConverter.UInt32BitsToSingle((Math.Abs((double)single) > Math.Abs(wide) ? bits - 1 : bits) | 1);
    }

    // 64-bit integers above 53 bits keep their highest bits and one sticky bit for the rest.
    private static double ToOddDouble<T>(T x)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) != typeof(long) && typeof(T) != typeof(ulong))
            return double.CreateTruncating(x);
        var magnitude = ulong.CreateTruncating(T.IsNegative(x) ? T.Zero - x : x);
        if (magnitude >> 53 != 0)
            magnitude = (magnitude & ~0xFFFUL) | ((magnitude & 0xFFF) != 0 ? 0x800UL : 0);
        var wide = ToFloating<double>(magnitude);
        return T.IsNegative(x) ? -wide : wide;
    }
}
