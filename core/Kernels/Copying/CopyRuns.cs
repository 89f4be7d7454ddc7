using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>The innermost loops of a copy, but for the transposition: rows of elements, each row a run.</summary>
internal static class CopyRuns
{
    // Below this a loop beats the call of a block copy.
    private const int ShortRun = 8;

    public static void Forward<T>(ref T from, ref T to, in CopyAxis rows, int length)
    {
        if (length <= ShortRun)
        {
            Strided(ref from, ref to, rows, new CopyAxis(length, 1, 1));
            return;
        }

        for (var row = 0; row < rows.Size; row++)
            Span(ref from, row * rows.From, length).CopyTo(Span(ref to, row * rows.To, length));
    }

    public static void Backward<T>(ref T from, ref T to, in CopyAxis rows, int length)
    {
        for (var row = 0; row < rows.Size; row++)
        {
            var target = Span(ref to, row * rows.To, length);
            Span(ref from, (row * rows.From) - (length - 1), length).CopyTo(target);
            target.Reverse();
        }
    }

    public static void Fill<T>(ref T from, ref T to, in CopyAxis rows, int length)
    {
        for (var row = 0; row < rows.Size; row++)
            Span(ref to, row * rows.To, length).Fill(Unsafe.Add(ref from, row * rows.From));
    }

    public static void Strided<T>(ref T from, ref T to, in CopyAxis rows, in CopyAxis columns)
    {
        for (var row = 0; row < rows.Size; row++)
        {
            var (source, target) = ((nint)row * rows.From, (nint)row * rows.To);
            for (var column = 0; column < columns.Size; column++)
            {
                Unsafe.Add(ref to, target) = Unsafe.Add(ref from, source);
                source += columns.From;
                target += columns.To;
            }
        }
    }

    private static Span<T> Span<T>(ref T first, int offset, int length) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, offset), length);
}
