using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Walks over the innermost lists, the rows, of a tensor of rank 1 or more in the order in which they are printed. Where a dim has
/// size 0, its empty lists are the innermost.
/// </summary>
internal ref struct RowWalk
{
    private const int MaxEmptyRows = 1_000_000;

    private readonly ReadOnlySpan<long> sizes;
    private readonly long[] index;

    /// <exception cref="GraphRunException">An empty tensor with so many rows that printing them would never end.</exception>
    public RowWalk(Tensor tensor)
    {
        var dims = tensor.Shape.Dims;
        Rank = dims.IndexOf(0) is var empty and >= 0 ? empty + 1 : dims.Length;
        sizes = dims[..(Rank - 1)];
        index = new long[Rank - 1];
        Width = (int)dims[Rank - 1];
        if (Width == 0)
            CheckRows(tensor);
    }

    /// <summary>How deep the rows lie.</summary>
    public int Rank { get; }

    /// <summary>The elements of each row.</summary>
    public int Width { get; }

    /// <summary>The index of the row's first element.</summary>
    public int First { get; private set; }

    /// <summary>Steps to the next row; returns how many lists ended with this one: all of them at the last row.</summary>
    public int Next()
    {
        First += Width;
        for (var axis = index.Length - 1; axis >= 0; axis--)
        {
            if (++index[axis] < sizes[axis])
                return index.Length - axis;
            index[axis] = 0;
        }

        return Rank;
    }

    private readonly void CheckRows(Tensor tensor)
    {
        UInt128 rows = 1;
        foreach (var size in sizes)
        {
            if ((rows *= (UInt128)size) > MaxEmptyRows)
            {
                throw new GraphRunException(
                    ErrorCode.UnprintableValue,
                    $"{tensor} has no elements but more than {MaxEmptyRows} empty rows",
                    help: "write it with --format npy");
            }
        }
    }
}
