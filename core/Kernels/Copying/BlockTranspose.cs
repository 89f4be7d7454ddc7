using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GraphRun.Kernels;

/// <summary>
/// Transposes a matrix by square tiles whose edge is a cache line. A whole tile is turned in a buffer, so that every line of
/// the source is read once and every line of the destination written once, even where a power of two as stride puts all of
/// them in the same few places of the cache.
/// </summary>
internal static class BlockTranspose
{
    private const int CacheLine = 64;
    private const int VectorsOfLine = CacheLine / 16;

    /// <summary>Rows and columns of a tile of elements of so many bytes.</summary>
    public static int Edge(int width) => Math.Max(CacheLine / width, 4);

    /// <summary>
    /// Element (row, column) moves from <c>row + column * columns.From</c> to <c>row * rows.To + column</c>.
    /// </summary>
    public static void Run<T>(ref T from, ref T to, in CopyAxis rows, in CopyAxis columns)
    {
        var edge = Edge(Unsafe.SizeOf<T>());
        for (var row = 0; row < rows.Size; row += edge)
        {
            var height = Math.Min(edge, rows.Size - row);
            for (var column = 0; column < columns.Size; column += edge)
            {
                var width = Math.Min(edge, columns.Size - column);
                ref var source = ref Unsafe.Add(ref from, row + ((nint)column * columns.From));
                ref var target = ref Unsafe.Add(ref to, ((nint)row * rows.To) + column);
                if (height == edge && width == edge && HasTiles<T>())
                    Tile(ref source, columns.From, ref target, rows.To);
                else
                    Block(ref source, columns.From, ref target, rows.To, height, width);
            }
        }
    }

    private static bool HasTiles<T>() =>
        Interleave.IsSupported && !RuntimeHelpers.IsReferenceOrContainsReferences<T>() && Unsafe.SizeOf<T>() < 16;

    private static void Block<T>(ref T from, nint fromStride, ref T to, nint toStride, int height, int width)
    {
        for (var row = 0; row < height; row++)
        {
            ref var target = ref Unsafe.Add(ref to, row * toStride);
            for (var column = 0; column < width; column++)
                Unsafe.Add(ref target, column) = Unsafe.Add(ref from, row + (column * fromStride));
        }
    }

    // A strip is as many lines of the source as a vector has elements; a strip fills one vector's width of the buffer.
    [SkipLocalsInit]
    private static void Tile<T>(ref T from, nint fromStride, ref T to, nint toStride)
    {
        var count = Vector128<T>.Count;
        var edge = count * VectorsOfLine;
        Span<byte> bytes = stackalloc byte[CacheLine * edge];
        ref var buffer = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(bytes));
        for (var strip = 0; strip < edge; strip += count)
        {
            for (var part = 0; part < edge; part += count)
            {
                ref var source = ref Unsafe.Add(ref from, (strip * fromStride) + part);
                ref var target = ref Unsafe.Add(ref buffer, (part * edge) + strip);
                if (Unsafe.SizeOf<T>() == 8)
                    TurnTwo(ref source, fromStride, ref target, edge);
                else if (Unsafe.SizeOf<T>() == 4)
                    TurnFour(ref source, fromStride, ref target, edge);
                else
                    Turn(ref source, fromStride, ref target, edge);
            }
        }

        for (var row = 0; row < edge; row++)
        {
            ref var line = ref Unsafe.Add(ref buffer, row * edge);
            ref var target = ref Unsafe.Add(ref to, row * toStride);
            for (var part = 0; part < edge; part += count)
                Vector128.LoadUnsafe(ref line, (nuint)part).StoreUnsafe(ref target, (nuint)part);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnTwo<T>(ref T from, nint fromStride, ref T to, nint toStride)
    {
        var first = Vector128.LoadUnsafe(ref from);
        var second = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, fromStride));
        Interleave.Lower(first, second).StoreUnsafe(ref to);
        Interleave.Upper(first, second).StoreUnsafe(ref Unsafe.Add(ref to, toStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFour<T>(ref T from, nint fromStride, ref T to, nint toStride)
    {
        var first = Vector128.LoadUnsafe(ref from);
        var second = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, fromStride));
        var third = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * fromStride));
        var fourth = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * fromStride));
        var (oddLower, oddUpper) = (Interleave.Lower(first, third), Interleave.Upper(first, third));
        var (evenLower, evenUpper) = (Interleave.Lower(second, fourth), Interleave.Upper(second, fourth));
        Interleave.Lower(oddLower, evenLower).StoreUnsafe(ref to);
        Interleave.Upper(oddLower, evenLower).StoreUnsafe(ref Unsafe.Add(ref to, toStride));
        Interleave.Lower(oddUpper, evenUpper).StoreUnsafe(ref Unsafe.Add(ref to, 2 * toStride));
        Interleave.Upper(oddUpper, evenUpper).StoreUnsafe(ref Unsafe.Add(ref to, 3 * toStride));
    }

    // Interleaving the two halves of a list of vectors as often as its length is a power of two transposes it.
    [SkipLocalsInit]
    private static void Turn<T>(ref T from, nint fromStride, ref T to, nint toStride)
    {
        var count = Vector128<T>.Count;
        Span<Vector128<T>> vectors = stackalloc Vector128<T>[count];
        Span<Vector128<T>> turned = stackalloc Vector128<T>[count];
        for (var i = 0; i < count; i++)
            vectors[i] = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, i * fromStride));
        for (var step = 1; step < count; step *= 2)
        {
            for (var i = 0; i < count / 2; i++)
            {
                turned[2 * i] = Interleave.Lower(vectors[i], vectors[i + (count / 2)]);
                turned[(2 * i) + 1] = Interleave.Upper(vectors[i], vectors[i + (count / 2)]);
            }

            var emptied = vectors;
            vectors = turned;
            turned = emptied;
        }

        for (var i = 0; i < count; i++)
            vectors[i].StoreUnsafe(ref Unsafe.Add(ref to, i * toStride));
    }
}
