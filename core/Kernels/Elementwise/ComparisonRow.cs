using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>A comparison answered in bools: as many vectors of masks as an element has bytes make one vector of bools.</summary>
internal readonly struct ComparisonRow<T, TOperator> : IBinaryRow<T, T, bool>
    where T : unmanaged, INumber<T>
    where TOperator : struct, IComparisonOperator
{
    public static void Invoke(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z)
    {
        if (z.Length == 1)
        {
            z[0] = Vector.AsVectorByte(TOperator.Invoke(new Vector<T>(x[0]), new Vector<T>(y[0])))[0] != 0;
            return;
        }

        var whole = z.Length - z.Length % Vector<byte>.Count;
        if (whole > 0)
            Whole(x, y, z, whole);
        if (whole < z.Length)
            Rest(x.Length == 1 ? x : x[whole..], y.Length == 1 ? y : y[whole..], z[whole..]);
    }

    private static void Whole(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z, int length)
    {
        var (xs, ys) = (new Vector<T>(x[0]), new Vector<T>(y[0]));
        var (xStep, yStep) = (x.Length == 1 ? 0 : Vector<T>.Count, y.Length == 1 ? 0 : Vector<T>.Count);
        Loop(
            ref xStep == 0 ? ref Lanes.First(ref xs) : ref MemoryMarshal.GetReference(x),
            xStep,
            ref yStep == 0 ? ref Lanes.First(ref ys) : ref MemoryMarshal.GetReference(y),
            yStep,
            ref Unsafe.As<bool, byte>(ref MemoryMarshal.GetReference(z)),
            length);
    }

    private static void Rest(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z)
    {
        var (xs, ys, zs) = (default(Group), default(Group), default(Vector<byte>));
        Fill(ref xs, x, z.Length);
        Fill(ref ys, y, z.Length);
        Loop(ref First(ref xs), Vector<T>.Count, ref First(ref ys), Vector<T>.Count, ref Lanes.First(ref zs), Vector<byte>.Count);
        MemoryMarshal.Cast<byte, bool>(MemoryMarshal.CreateSpan(ref Lanes.First(ref zs), z.Length)).CopyTo(z);
    }

    private static ref T First(ref Group group) => ref Unsafe.As<Group, T>(ref group);

    private static void Fill(ref Group group, ReadOnlySpan<T> values, int length)
    {
        var room = MemoryMarshal.CreateSpan(ref First(ref group), length);
        if (values.Length == 1)
            room.Fill(values[0]);
        else
            values.CopyTo(room);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(ref T x, nint xStep, ref T y, nint yStep, ref byte z, nint length)
    {
        var (xStride, yStride) = (xStep * Unsafe.SizeOf<T>(), yStep * Unsafe.SizeOf<T>());
        for (nint i = 0, ix = 0, iy = 0; i < length; i += Vector<byte>.Count, ix += xStride, iy += yStride)
        {
            var masks = Bytes(ref Unsafe.Add(ref x, ix), xStep, ref Unsafe.Add(ref y, iy), yStep);
            (masks & Vector<byte>.One).StoreUnsafe(ref z, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<byte> Bytes(ref T x, nint xStep, ref T y, nint yStep) => Unsafe.SizeOf<T>() == 1
        ? Vector.AsVectorByte(Mask(0, ref x, xStep, ref y, yStep))
        : Vector.Narrow(Shorts(0, ref x, xStep, ref y, yStep), Shorts(1, ref x, xStep, ref y, yStep));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ushort> Shorts(nint at, ref T x, nint xStep, ref T y, nint yStep) => Unsafe.SizeOf<T>() == 2
        ? Vector.AsVectorUInt16(Mask(at, ref x, xStep, ref y, yStep))
        : Vector.Narrow(Words(2 * at, ref x, xStep, ref y, yStep), Words(2 * at + 1, ref x, xStep, ref y, yStep));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Words(nint at, ref T x, nint xStep, ref T y, nint yStep) => Unsafe.SizeOf<T>() == 4
        ? Vector.AsVectorUInt32(Mask(at, ref x, xStep, ref y, yStep))
        : Vector.Narrow(
            Vector.AsVectorUInt64(Mask(2 * at, ref x, xStep, ref y, yStep)),
            Vector.AsVectorUInt64(Mask(2 * at + 1, ref x, xStep, ref y, yStep)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Mask(nint at, ref T x, nint xStep, ref T y, nint yStep) => TOperator.Invoke(
        Vector.LoadUnsafe(ref x, (nuint)(at * xStep)), Vector.LoadUnsafe(ref y, (nuint)(at * yStep)));

    // Room for the eight vectors of the widest elements.
    [InlineArray(8)]
    private struct Group
    {
        private Vector<T> first;
    }
}
