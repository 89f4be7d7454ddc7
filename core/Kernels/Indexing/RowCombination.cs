using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Rows of one tensor go into rows of another by an operation, strictly one after the other, so that where several meet the
/// result depends on their order alone.
/// </summary>
internal readonly ref struct RowCombination<TCombination>(
    Tensor source, ReadOnlySpan<int> rows, int rowLength, Tensor output) : IArithmeticKernel
    where TCombination : struct, ICombination
{
    private readonly ReadOnlySpan<int> rows = rows;

    /// <summary>The source's row for each entry of the rows; without it, entry i takes row i. A source of one element serves all.</summary>
    public ReadOnlySpan<int> SourceRows { get; init; }

    /// <summary>Element by element <c>output[rows[i]] = operation(output[rows[i]], source[i])</c>; a negative row is passed over.</summary>
    public void Run<T, TArithmetic>()
        where TArithmetic : struct, IArithmetic<T>
    {
        ref var from = ref MemoryMarshal.GetReference(source.Values<T>());
        ref var to = ref MemoryMarshal.GetReference(output.Writable<T>());
        var isStretched = source.ElementCount == 1 && rowLength > 1 || (source.ElementCount == 1 && SourceRows.IsEmpty);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0)
                continue;
            ref var target = ref Unsafe.Add(ref to, (nint)rows[i] * rowLength);
            if (isStretched)
                Stretch<T, TArithmetic>(ref target, from, rowLength);
            else
                Combine<T, TArithmetic>(
                    ref target, ref Unsafe.Add(ref from, (nint)(SourceRows.IsEmpty ? i : SourceRows[i]) * rowLength), rowLength);
        }
    }

    private static void Combine<T, TArithmetic>(ref T target, ref T source, int length)
        where TArithmetic : struct, IArithmetic<T>
    {
        var i = 0;
        if (TCombination.HasVectors && Vector<T>.IsSupported)
        {
            for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
            {
                TCombination.Invoke(Vector.LoadUnsafe(ref target, (nuint)i), Vector.LoadUnsafe(ref source, (nuint)i))
                    .StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i < length; i++)
            Unsafe.Add(ref target, i) = TCombination.Invoke<T, TArithmetic>(Unsafe.Add(ref target, i), Unsafe.Add(ref source, i));
    }

    private static void Stretch<T, TArithmetic>(ref T target, T value, int length)
        where TArithmetic : struct, IArithmetic<T>
    {
        for (var i = 0; i < length; i++)
            Unsafe.Add(ref target, i) = TCombination.Invoke<T, TArithmetic>(Unsafe.Add(ref target, i), value);
    }
}
