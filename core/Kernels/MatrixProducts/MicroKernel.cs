using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// The innermost loop of every matrix product and convolution: one tile of sums, at most 14 rows of one or two vectors, over a stretch of
/// the depth. The sums live in registers; each is one chain of multiply-adds in the order of the depth.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">Its elements.</typeparam>
/// <typeparam name="TWidth">The width of the vector.</typeparam>
/// <typeparam name="TRows">Rows of the tile; the code of the others is not compiled.</typeparam>
/// <typeparam name="TVectors">Vectors to a row: 1 or 2.</typeparam>
internal static unsafe class MicroKernel<TVector, T, TWidth, TRows, TVectors>
    where TVector : struct
    where T : unmanaged
    where TWidth : struct, IVectorWidth<TVector, T>
    where TRows : struct, ICount
    where TVectors : struct, ICount
{
    private static bool IsWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TVectors.Value > 1;
    }

    /// <summary>Adds the product of a [rows, depth] and a [depth, columns] stretch to a tile. Strides are in bytes.</summary>
    /// <param name="a">The first element of the left matrix.</param>
    /// <param name="aRow">From a row of the left matrix to the next.</param>
    /// <param name="aStep">From an element of the left matrix to the next one along the depth.</param>
    /// <param name="b">The first row of the right matrix, whose elements are neighbours.</param>
    /// <param name="bStep">From a row of the right matrix to the next.</param>
    /// <param name="c">The first element of the tile.</param>
    /// <param name="cRow">From a row of the tile to the next.</param>
    /// <param name="depth">How many products to add.</param>
    /// <param name="accumulate">Whether to start from what the tile holds rather than from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* a, nint aRow, nint aStep, byte* b, nint bStep, byte* c, nint cRow, nint depth, bool accumulate)
    {
        TVector c0 = default, d0 = default;
        TVector c1 = default, d1 = default;
        TVector c2 = default, d2 = default;
        TVector c3 = default, d3 = default;
        TVector c4 = default, d4 = default;
        TVector c5 = default, d5 = default;
        TVector c6 = default, d6 = default;
        TVector c7 = default, d7 = default;
        TVector c8 = default, d8 = default;
        TVector c9 = default, d9 = default;
        TVector c10 = default, d10 = default;
        TVector c11 = default, d11 = default;
        TVector c12 = default, d12 = default;
        TVector c13 = default, d13 = default;
        if (accumulate)
        {
            if (TRows.Value > 0)
                Read(c + 0 * cRow, out c0, out d0);
            if (TRows.Value > 1)
                Read(c + 1 * cRow, out c1, out d1);
            if (TRows.Value > 2)
                Read(c + 2 * cRow, out c2, out d2);
            if (TRows.Value > 3)
                Read(c + 3 * cRow, out c3, out d3);
            if (TRows.Value > 4)
                Read(c + 4 * cRow, out c4, out d4);
            if (TRows.Value > 5)
                Read(c + 5 * cRow, out c5, out d5);
            if (TRows.Value > 6)
                Read(c + 6 * cRow, out c6, out d6);
            if (TRows.Value > 7)
                Read(c + 7 * cRow, out c7, out d7);
            if (TRows.Value > 8)
                Read(c + 8 * cRow, out c8, out d8);
            if (TRows.Value > 9)
                Read(c + 9 * cRow, out c9, out d9);
            if (TRows.Value > 10)
                Read(c + 10 * cRow, out c10, out d10);
            if (TRows.Value > 11)
                Read(c + 11 * cRow, out c11, out d11);
            if (TRows.Value > 12)
                Read(c + 12 * cRow, out c12, out d12);
            if (TRows.Value > 13)
                Read(c + 13 * cRow, out c13, out d13);
        }

        // One pointer to three rows: the address of a row is then part of its load.
        var (a3, a6, a9, a12) = ((nint)a + 3 * aRow, (nint)a + 6 * aRow, (nint)a + 9 * aRow, (nint)a + 12 * aRow);
        for (; depth > 0; depth--)
        {
            Read(b, out var left, out var right);
            if (TRows.Value > 0)
            {
                var x = TWidth.Broadcast(*(T*)((nint)a));
                c0 = TWidth.MultiplyAdd(x, left, c0);
                d0 = IsWide ? TWidth.MultiplyAdd(x, right, d0) : d0;
            }

            if (TRows.Value > 1)
            {
                var x = TWidth.Broadcast(*(T*)((nint)a + aRow));
                c1 = TWidth.MultiplyAdd(x, left, c1);
                d1 = IsWide ? TWidth.MultiplyAdd(x, right, d1) : d1;
            }

            if (TRows.Value > 2)
            {
                var x = TWidth.Broadcast(*(T*)((nint)a + 2 * aRow));
                c2 = TWidth.MultiplyAdd(x, left, c2);
                d2 = IsWide ? TWidth.MultiplyAdd(x, right, d2) : d2;
            }

            if (TRows.Value > 3)
            {
                var x = TWidth.Broadcast(*(T*)(a3));
                c3 = TWidth.MultiplyAdd(x, left, c3);
                d3 = IsWide ? TWidth.MultiplyAdd(x, right, d3) : d3;
            }

            if (TRows.Value > 4)
            {
                var x = TWidth.Broadcast(*(T*)(a3 + aRow));
                c4 = TWidth.MultiplyAdd(x, left, c4);
                d4 = IsWide ? TWidth.MultiplyAdd(x, right, d4) : d4;
            }

            if (TRows.Value > 5)
            {
                var x = TWidth.Broadcast(*(T*)(a3 + 2 * aRow));
                c5 = TWidth.MultiplyAdd(x, left, c5);
                d5 = IsWide ? TWidth.MultiplyAdd(x, right, d5) : d5;
            }

            if (TRows.Value > 6)
            {
                var x = TWidth.Broadcast(*(T*)(a6));
                c6 = TWidth.MultiplyAdd(x, left, c6);
                d6 = IsWide ? TWidth.MultiplyAdd(x, right, d6) : d6;
            }

            if (TRows.Value > 7)
            {
                var x = TWidth.Broadcast(*(T*)(a6 + aRow));
                c7 = TWidth.MultiplyAdd(x, left, c7);
                d7 = IsWide ? TWidth.MultiplyAdd(x, right, d7) : d7;
            }

            if (TRows.Value > 8)
            {
                var x = TWidth.Broadcast(*(T*)(a6 + 2 * aRow));
                c8 = TWidth.MultiplyAdd(x, left, c8);
                d8 = IsWide ? TWidth.MultiplyAdd(x, right, d8) : d8;
            }

            if (TRows.Value > 9)
            {
                var x = TWidth.Broadcast(*(T*)(a9));
                c9 = TWidth.MultiplyAdd(x, left, c9);
                d9 = IsWide ? TWidth.MultiplyAdd(x, right, d9) : d9;
            }

            if (TRows.Value > 10)
            {
                var x = TWidth.Broadcast(*(T*)(a9 + aRow));
                c10 = TWidth.MultiplyAdd(x, left, c10);
                d10 = IsWide ? TWidth.MultiplyAdd(x, right, d10) : d10;
            }

            if (TRows.Value > 11)
            {
                var x = TWidth.Broadcast(*(T*)(a9 + 2 * aRow));
                c11 = TWidth.MultiplyAdd(x, left, c11);
                d11 = IsWide ? TWidth.MultiplyAdd(x, right, d11) : d11;
            }

            if (TRows.Value > 12)
            {
                var x = TWidth.Broadcast(*(T*)(a12));
                c12 = TWidth.MultiplyAdd(x, left, c12);
                d12 = IsWide ? TWidth.MultiplyAdd(x, right, d12) : d12;
            }

            if (TRows.Value > 13)
            {
                var x = TWidth.Broadcast(*(T*)(a12 + aRow));
                c13 = TWidth.MultiplyAdd(x, left, c13);
                d13 = IsWide ? TWidth.MultiplyAdd(x, right, d13) : d13;
            }

            a += aStep;
            b += bStep;
            (a3, a6, a9, a12) = (a3 + aStep, a6 + aStep, a9 + aStep, a12 + aStep);
        }

        if (TRows.Value > 0)
            Write(c0, d0, c + 0 * cRow);
        if (TRows.Value > 1)
            Write(c1, d1, c + 1 * cRow);
        if (TRows.Value > 2)
            Write(c2, d2, c + 2 * cRow);
        if (TRows.Value > 3)
            Write(c3, d3, c + 3 * cRow);
        if (TRows.Value > 4)
            Write(c4, d4, c + 4 * cRow);
        if (TRows.Value > 5)
            Write(c5, d5, c + 5 * cRow);
        if (TRows.Value > 6)
            Write(c6, d6, c + 6 * cRow);
        if (TRows.Value > 7)
            Write(c7, d7, c + 7 * cRow);
        if (TRows.Value > 8)
            Write(c8, d8, c + 8 * cRow);
        if (TRows.Value > 9)
            Write(c9, d9, c + 9 * cRow);
        if (TRows.Value > 10)
            Write(c10, d10, c + 10 * cRow);
        if (TRows.Value > 11)
            Write(c11, d11, c + 11 * cRow);
        if (TRows.Value > 12)
            Write(c12, d12, c + 12 * cRow);
        if (TRows.Value > 13)
            Write(c13, d13, c + 13 * cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Read(byte* row, out TVector left, out TVector right)
    {
        left = TWidth.Load((T*)row);
        right = IsWide ? TWidth.Load((T*)row + TWidth.Count) : left;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TVector left, TVector right, byte* row)
    {
        TWidth.Store(left, (T*)row);
        if (IsWide)
            TWidth.Store(right, (T*)row + TWidth.Count);
    }
}
