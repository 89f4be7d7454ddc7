using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Rows of equal length, picked from anywhere or put anywhere. A row that is a power of two of bytes, up to 16, moves as one element.
/// </summary>
internal static class RowCopies
{
    /// <summary>
    /// Row <paramref name="outputRow"/> + i of the output is row <paramref name="sourceRow"/> + <c>rows[i]</c> of the source.
    /// </summary>
    public static void Pick(Tensor source, long sourceRow, ReadOnlySpan<int> rows, int rowLength, Tensor output, long outputRow)
    {
        var (width, length) = Widen(source.DType, rowLength);
        var move = new Move(source, sourceRow, output, outputRow, length, true);
        Dispatch(source.DType, width, move, rows);
    }

    /// <summary>Row <c>rows[i]</c> of the output becomes row i of the source, one after the other: the last of several wins.</summary>
    public static void Put(Tensor source, ReadOnlySpan<int> rows, int rowLength, Tensor output)
    {
        var (width, length) = Widen(source.DType, rowLength);
        Dispatch(source.DType, width, new Move(source, 0, output, 0, length, false), rows);
    }

    private static (int Width, int Length) Widen(DType dtype, int rowLength)
    {
        var (width, length) = (dtype.Size(), rowLength);
        while (width is > 0 and < 16 && length > 0 && (length & 1) == 0)
            (width, length) = (width * 2, length / 2);
        return (width, length);
    }

    private static void Dispatch(DType dtype, int width, Move move, ReadOnlySpan<int> rows)
    {
        switch (width)
        {
            case 1: move.Run<byte>(rows); break;
            case 2: move.Run<ushort>(rows); break;
            case 4: move.Run<uint>(rows); break;
            case 8: move.Run<ulong>(rows); break;
            case 16: move.Run<UInt128>(rows); break;
            case 0 when dtype == DType.String: move.Run<byte[]>(rows); break;
            default: move.Run<object>(rows); break;
        }
    }

    private readonly struct Move(Tensor source, long sourceRow, Tensor output, long outputRow, int length, bool picks)
    {
        public void Run<T>(ReadOnlySpan<int> rows)
        {
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(source.Values<T>()), (nint)(sourceRow * length));
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(output.Writable<T>()), (nint)(outputRow * length));
            if (length == 1)
                One(ref from, ref to, rows);
            else
                Many(ref from, ref to, rows);
        }

        private void One<T>(ref T from, ref T to, ReadOnlySpan<int> rows)
        {
            if (picks)
            {
                for (var i = 0; i < rows.Length; i++)
                    Unsafe.Add(ref to, i) = Unsafe.Add(ref from, rows[i]);
            }
            else
            {
                for (var i = 0; i < rows.Length; i++)
                    Unsafe.Add(ref to, rows[i]) = Unsafe.Add(ref from, i);
            }
        }

        private void Many<T>(ref T from, ref T to, ReadOnlySpan<int> rows)
        {
            if (Unsafe.SizeOf<T>() * length >= ShortRows.Shortest && Unsafe.SizeOf<T>() * length <= ShortRows.Longest
                && !RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            {
                ShortRows.Move(ref Unsafe.As<T, byte>(ref from), ref Unsafe.As<T, byte>(ref to), rows, Unsafe.SizeOf<T>() * length, picks);
                return;
            }

            for (var i = 0; i < rows.Length; i++)
            {
                var (source, target) = picks ? (rows[i], i) : (i, rows[i]);
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref from, (nint)source * length), length)
                    .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, (nint)target * length), length));
            }
        }
    }
}
