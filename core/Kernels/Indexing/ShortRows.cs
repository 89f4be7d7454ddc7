using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GraphRun.Kernels;

/// <summary>
/// Rows of a few cache lines, picked from anywhere or put anywhere: no call for any, and those to come are on their way from memory.
/// </summary>
internal static class ShortRows
{
    /// <summary>The fewest bytes of a row.</summary>
    public const int Shortest = 32;

    /// <summary>The most bytes of a row; a longer one is worth a block copy.</summary>
    public const int Longest = 1024;

    private const int RowsAhead = 8;
    private const int CacheLine = 64;

    /// <summary>Row i of the target becomes row <c>rows[i]</c> of the source; or, not picking, row <c>rows[i]</c> becomes row i.</summary>
    public static unsafe void Move(ref byte from, ref byte to, ReadOnlySpan<int> rows, int bytes, bool picks)
    {
        fixed (byte* source = &from)
        fixed (byte* target = &to)
        fixed (int* numbers = rows)
        {
            if (picks)
                Pick(source, target, numbers, rows.Length, bytes);
            else
                Put(source, target, numbers, rows.Length, bytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Pick(byte* from, byte* to, int* rows, int count, nint bytes)
    {
        for (var i = 0; i < count; i++, to += bytes)
        {
            if (i + RowsAhead < count)
                Prefetch(from + rows[i + RowsAhead] * bytes, bytes);
            Copy(from + rows[i] * bytes, to, bytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Put(byte* from, byte* to, int* rows, int count, nint bytes)
    {
        for (var i = 0; i < count; i++, from += bytes)
        {
            if (i + RowsAhead < count)
                Prefetch(to + rows[i + RowsAhead] * bytes, bytes);
            Copy(from, to + rows[i] * bytes, bytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch(byte* row, nint bytes)
    {
        for (nint i = 0; Sse.IsSupported && i < bytes; i += CacheLine)
            Sse.Prefetch0(row + i);
    }

    // The last vector overlaps the one before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Copy(byte* from, byte* to, nint bytes)
    {
        for (nint i = 0; i < bytes - Vector256<byte>.Count; i += Vector256<byte>.Count)
            Vector256.Store(Vector256.Load(from + i), to + i);
        Vector256.Store(Vector256.Load(from + bytes - Vector256<byte>.Count), to + bytes - Vector256<byte>.Count);
    }
}
