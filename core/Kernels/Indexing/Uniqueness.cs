using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>What occurs in a tensor, in the order of its first occurrence: Unique and ListDiff.</summary>
public static class Uniqueness
{
    /// <summary>
    /// The slices along <paramref name="axis"/> without repetitions, for every slice the place where it went, and how often each
    /// occurs (<c>core/kernels/unique_op.cc</c>).
    /// </summary>
    public static (Tensor Values, int[] Places, int[] Counts) Unique(Tensor input, int axis)
    {
        var moved = Front(input, axis);
        var rowLength = Gathering.Product(moved.Shape.Dims[1..]);
        var seen = new Dictionary<int, int>(RowEquality.Of(moved, rowLength));
        var (places, firsts, counts) = (new int[moved.Shape[0]], new List<int>(), new List<int>());
        for (var row = 0; row < places.Length; row++)
        {
            if (!seen.TryGetValue(row, out var place))
            {
                seen.Add(row, place = firsts.Count);
                firsts.Add(row);
                counts.Add(0);
            }

            places[row] = place;
            counts[place]++;
        }

        var values = Tensor.Allocate(input.DType, Shape.Of([firsts.Count, .. moved.Shape.Dims[1..]]));
        if (values.ElementCount > 0)
            RowCopies.Pick(moved, 0, firsts.ToArray(), rowLength, values, 0);
        return (Back(values, axis), places, [.. counts]);
    }

    /// <summary>The elements of a vector that do not occur in another, and where they stand (<c>core/kernels/listdiff_op.cc</c>).</summary>
    public static (Tensor Values, int[] Places) Difference(Tensor elements, Tensor without)
    {
        var count = (int)elements.ElementCount;
        var both = Tensor.Allocate(elements.DType, Shape.Of(count + without.ElementCount));
        Joining.Concatenate([elements, without], 0, both);
        var excluded = new HashSet<int>(RowEquality.Of(both, 1));
        for (var i = count; i < both.ElementCount; i++)
            excluded.Add(i);
        var places = new List<int>();
        for (var i = 0; i < count; i++)
        {
            if (!excluded.Contains(i))
                places.Add(i);
        }

        var values = Tensor.Allocate(elements.DType, Shape.Of(places.Count));
        RowCopies.Pick(elements, 0, places.ToArray(), 1, values, 0);
        return (values, [.. places]);
    }

    private static Tensor Front(Tensor input, int axis) => Swap(input, axis, 0);

    private static Tensor Back(Tensor input, int axis) => Swap(input, 0, axis);

    private static Tensor Swap(Tensor input, int from, int to)
    {
        if (from == to)
            return input;
        var order = Enumerable.Range(0, input.Rank).ToList();
        order.RemoveAt(from);
        order.Insert(to, from);
        var view = StridedView.Of(input.Shape).Permute([.. order]);
        var output = Tensor.Allocate(input.DType, Shape.Of(view.Dims));
        StridedCopy.Run(input, view, output);
        return output;
    }
}
