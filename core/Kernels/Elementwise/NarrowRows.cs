using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>Stretches of 16-bit floats to and from float32.</summary>
internal static class Narrow<T, TFormat>
    where T : unmanaged
    where TFormat : struct, INarrowFormat<T>
{
    /// <summary>How many elements a row kernel widens at a time.</summary>
    public const int BlockLength = 512;

    public static void Widen(ReadOnlySpan<T> x, Span<float> z)
    {
        var bits = MemoryMarshal.Cast<T, ushort>(x);
        var whole = z.Length - z.Length % Vector<ushort>.Count;
        WidenLoop(ref MemoryMarshal.GetReference(bits), ref MemoryMarshal.GetReference(z), whole);
        if (whole == z.Length)
            return;
        var (input, output) = (Lanes.Pad(bits[whole..]), default(Pair));
        WidenLoop(ref Lanes.First(ref input), ref Unsafe.As<Pair, float>(ref output), Vector<ushort>.Count);
        MemoryMarshal.CreateSpan(ref Unsafe.As<Pair, float>(ref output), z.Length - whole).CopyTo(z[whole..]);
    }

    public static void Round(ReadOnlySpan<float> x, Span<T> z)
    {
        var bits = MemoryMarshal.Cast<T, ushort>(z);
        var whole = z.Length - z.Length % Vector<ushort>.Count;
        RoundLoop(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(bits), whole);
        if (whole == z.Length)
            return;
        var (input, output) = (default(Pair), default(Vector<ushort>));
        x[whole..].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Pair, float>(ref input), Vector<ushort>.Count));
        RoundLoop(ref Unsafe.As<Pair, float>(ref input), ref Lanes.First(ref output), Vector<ushort>.Count);
        Lanes.Unpad(output, bits[whole..]);
    }

    /// <summary>The widened stretch of an operand, or its only element widened.</summary>
    public static ReadOnlySpan<float> Stretch(ReadOnlySpan<T> x, int start, int length, Span<float> block)
    {
        var source = x.Length == 1 ? x : x.Slice(start, length);
        Widen(source, block[..source.Length]);
        return block[..source.Length];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenLoop(ref ushort x, ref float z, nint length)
    {
        for (nint i = 0; i < length; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref x, (nuint)i), out var low, out var high);
            TFormat.Widen(low).StoreUnsafe(ref z, (nuint)i);
            TFormat.Widen(high).StoreUnsafe(ref z, (nuint)(i + Vector<uint>.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RoundLoop(ref float x, ref ushort z, nint length)
    {
        for (nint i = 0; i < length; i += Vector<ushort>.Count)
        {
            var low = TFormat.Round(Vector.LoadUnsafe(ref x, (nuint)i));
            var high = TFormat.Round(Vector.LoadUnsafe(ref x, (nuint)(i + Vector<uint>.Count)));
            Vector.Narrow(low, high).StoreUnsafe(ref z, (nuint)i);
        }
    }

    [InlineArray(2)]
    private struct Pair
    {
        private Vector<float> first;
    }
}

/// <summary>A block of float32 on the stack.</summary>
[InlineArray(512)]
internal struct FloatBlock
{
    private float first;
}

/// <summary>A row of 16-bit floats through a kernel of float32, rounded back block by block.</summary>
internal readonly struct NarrowUnaryRow<T, TFormat, TRow> : IUnaryRow<T, T>
    where T : unmanaged
    where TFormat : struct, INarrowFormat<T>
    where TRow : struct, IUnaryRow<float, float>
{
    public static void Invoke(ReadOnlySpan<T> x, Span<T> z)
    {
        var block = default(FloatBlock);
        for (var start = 0; start < z.Length; start += Narrow<T, TFormat>.BlockLength)
        {
            var values = ((Span<float>)block)[..Math.Min(Narrow<T, TFormat>.BlockLength, z.Length - start)];
            Narrow<T, TFormat>.Widen(x.Slice(start, values.Length), values);
            TRow.Invoke(values, values);
            Narrow<T, TFormat>.Round(values, z.Slice(start, values.Length));
        }
    }
}

/// <summary>A row of 16-bit floats through a kernel from float32 to anything.</summary>
internal readonly struct WidenedUnaryRow<T, TFormat, TZ, TRow> : IUnaryRow<T, TZ>
    where T : unmanaged
    where TFormat : struct, INarrowFormat<T>
    where TRow : struct, IUnaryRow<float, TZ>
{
    public static void Invoke(ReadOnlySpan<T> x, Span<TZ> z)
    {
        var block = default(FloatBlock);
        for (var start = 0; start < z.Length; start += Narrow<T, TFormat>.BlockLength)
        {
            var values = ((Span<float>)block)[..Math.Min(Narrow<T, TFormat>.BlockLength, z.Length - start)];
            Narrow<T, TFormat>.Widen(x.Slice(start, values.Length), values);
            TRow.Invoke(values, z.Slice(start, values.Length));
        }
    }
}

/// <summary>Two rows of 16-bit floats through a kernel of float32, rounded back block by block.</summary>
internal readonly struct NarrowBinaryRow<T, TFormat, TRow> : IBinaryRow<T, T, T>
    where T : unmanaged
    where TFormat : struct, INarrowFormat<T>
    where TRow : struct, IBinaryRow<float, float, float>
{
    public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        var (xBlock, yBlock, zBlock) = (default(FloatBlock), default(FloatBlock), default(FloatBlock));
        for (var start = 0; start < z.Length; start += Narrow<T, TFormat>.BlockLength)
        {
            var values = ((Span<float>)zBlock)[..Math.Min(Narrow<T, TFormat>.BlockLength, z.Length - start)];
            TRow.Invoke(
                Narrow<T, TFormat>.Stretch(x, start, values.Length, xBlock),
                Narrow<T, TFormat>.Stretch(y, start, values.Length, yBlock),
                values);
            Narrow<T, TFormat>.Round(values, z.Slice(start, values.Length));
        }
    }
}

/// <summary>Two rows of 16-bit floats through a kernel from float32 to anything.</summary>
internal readonly struct WidenedBinaryRow<T, TFormat, TZ, TRow> : IBinaryRow<T, T, TZ>
    where T : unmanaged
    where TFormat : struct, INarrowFormat<T>
    where TRow : struct, IBinaryRow<float, float, TZ>
{
    public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<TZ> z)
    {
        var (xBlock, yBlock) = (default(FloatBlock), default(FloatBlock));
        for (var start = 0; start < z.Length; start += Narrow<T, TFormat>.BlockLength)
        {
            var length = Math.Min(Narrow<T, TFormat>.BlockLength, z.Length - start);
            TRow.Invoke(
                Narrow<T, TFormat>.Stretch(x, start, length, xBlock),
                Narrow<T, TFormat>.Stretch(y, start, length, yBlock),
                z.Slice(start, length));
        }
    }
}

/// <summary>Three rows of 16-bit floats through a kernel of float32, rounded back block by block.</summary>
internal readonly struct NarrowTernaryRow<T, TFormat, TRow> : ITernaryRow<T, T, T, T>
    where T : unmanaged
    where TFormat : struct, INarrowFormat<T>
    where TRow : struct, ITernaryRow<float, float, float, float>
{
    public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z)
    {
        var (xBlock, yBlock, wBlock, zBlock) = (default(FloatBlock), default(FloatBlock), default(FloatBlock), default(FloatBlock));
        for (var start = 0; start < z.Length; start += Narrow<T, TFormat>.BlockLength)
        {
            var values = ((Span<float>)zBlock)[..Math.Min(Narrow<T, TFormat>.BlockLength, z.Length - start)];
            TRow.Invoke(
                Narrow<T, TFormat>.Stretch(x, start, values.Length, xBlock),
                Narrow<T, TFormat>.Stretch(y, start, values.Length, yBlock),
                Narrow<T, TFormat>.Stretch(w, start, values.Length, wBlock),
                values);
            Narrow<T, TFormat>.Round(values, z.Slice(start, values.Length));
        }
    }
}
