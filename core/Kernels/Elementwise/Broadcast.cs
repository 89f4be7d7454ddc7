using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Takes operands through a row kernel to an output of the shape they broadcast to. Nothing is materialised: rows are read where they
/// stand, and rows too short to be worth a call are laid side by side in a small block on the stack.
/// </summary>
internal static class Broadcast
{
    /// <summary>Elements per piece of work: enough for a thread to be worth it, and a multiple of every vector length.</summary>
    public const int Grain = 32768;

    private static readonly Tensor absent = Tensor.Scalar<byte>(0);

    /// <summary>One operand of the output's shape.</summary>
    public static void Unary<TX, TZ, TRow>(Tensor x, Tensor z)
        where TRow : struct, IUnaryRow<TX, TZ>
    {
        if (z.ElementCount == 1)
            TRow.Invoke(x.Values<TX>(), z.Writable<TZ>());
        else
            Workers.For(z.ElementCount, Grain, new UnaryPiece<TX, TZ, TRow>(x, z));
    }

    /// <summary>Two operands that broadcast to the output's shape.</summary>
    public static void Binary<TX, TY, TZ, TRow>(Tensor x, Tensor y, Tensor z)
        where TRow : struct, IBinaryRow<TX, TY, TZ> =>
        Ternary<TX, TY, byte, TZ, FirstTwo<TX, TY, TZ, TRow>>(x, y, absent, z);

    /// <summary>Three operands that broadcast to the output's shape.</summary>
    public static void Ternary<TX, TY, TW, TZ, TRow>(Tensor x, Tensor y, Tensor w, Tensor z)
        where TRow : struct, ITernaryRow<TX, TY, TW, TZ>
    {
        var count = z.ElementCount;
        if (count == 1)
            TRow.Invoke(x.Values<TX>(), y.Values<TY>(), w.Values<TW>(), z.Writable<TZ>());
        else if (IsFlat(x, count) && IsFlat(y, count) && IsFlat(w, count))
            Workers.For(count, Grain, new FlatPiece<TX, TY, TW, TZ, TRow>(x, y, w, z));
        else if (count > 0 && RepeatedRow(x, y, w, z) is > 0 and <= RepeatedRowsPiece<TX, TY, TW, TZ, TRow>.BlockLength / 2 and var row)
            Workers.For(count / row, Math.Max(1, Grain / row), new RepeatedRowsPiece<TX, TY, TW, TZ, TRow>((int)row, x, y, w, z));
        else if (count > 0)
            Walk<TX, TY, TW, TZ, TRow>(x, y, w, z);
    }

    /// <summary>The stretch of an operand that goes with a stretch of the output; an operand of one element goes with all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<T> Stretch<T>(Tensor tensor, long start, int length)
    {
        var values = tensor.Values<T>();
        return values.Length == 1 ? values : values.Slice((int)start, length);
    }

    /// <summary>
    /// The length of the only row that every operand repeats which has neither the output's elements nor one; 0 when they repeat otherwise.
    /// </summary>
    private static long RepeatedRow(Tensor x, Tensor y, Tensor w, Tensor z)
    {
        var (row, count) = (0L, z.ElementCount);
        foreach (var operand in (ReadOnlySpan<Tensor>)[x, y, w])
        {
            if (IsFlat(operand, count))
                continue;
            var fromEnd = 1;
            var length = 1L;
            for (; fromEnd <= operand.Rank && operand.Shape[-fromEnd] == z.Shape[-fromEnd]; fromEnd++)
                length *= z.Shape[-fromEnd];
            if (length != operand.ElementCount || (row != 0 && row != length))
                return 0;
            row = length;
        }

        return row;
    }

    private static bool IsFlat(Tensor operand, long count) => operand.ElementCount == count || operand.ElementCount == 1;

    private static void Walk<TX, TY, TW, TZ, TRow>(Tensor x, Tensor y, Tensor w, Tensor z)
        where TRow : struct, ITernaryRow<TX, TY, TW, TZ>
    {
        var walk = BroadcastWalk.Of(z.Shape, x.Shape, y.Shape, w.Shape);
        if (walk.RowLength <= ShortRowsPiece<TX, TY, TW, TZ, TRow>.LongestRow)
        {
            var rows = Math.Max(1, Grain / walk.RowLength);
            Workers.For(walk.RowCount, rows, new ShortRowsPiece<TX, TY, TW, TZ, TRow>(walk, x, y, w, z));
        }
        else
        {
            var perRow = (walk.RowLength + Grain - 1) / Grain;
            var rows = Math.Max(1, Grain / walk.RowLength);
            Workers.For(walk.RowCount * perRow, rows, new LongRowsPiece<TX, TY, TW, TZ, TRow>(walk, perRow, x, y, w, z));
        }
    }
}
