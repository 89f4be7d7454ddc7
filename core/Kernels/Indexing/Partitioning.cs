using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Slices dealt out to several tensors, and put together again: DynamicPartition and DynamicStitch.</summary>
public static class Partitioning
{
    /// <summary>
    /// For each of <paramref name="count"/> partitions the slices of the data that carry its number, in their order.
    /// <paramref name="partitions"/> has a leading part of the data's dims (<c>core/kernels/dynamic_partition_op.cc</c>).
    /// </summary>
    /// <exception cref="GraphRunException"><c>partitions[1] = 7 is not in [0, 3)</c></exception>
    public static Tensor[] Partition(Tensor data, Tensor partitions, int count)
    {
        var rows = new List<int>[count];
        for (var i = 0; i < count; i++)
            rows[i] = [];
        for (var i = 0; i < partitions.ElementCount; i++)
        {
            var partition = partitions.Integer(i);
            if (partition < 0 || partition >= count)
                throw new GraphRunException(
                    ErrorCode.InvalidArgument,
                    $"partitions{RowNumbers.Place(partitions.Shape.Dims, i)} = {partition} is not in [0, {count})");
            rows[partition].Add(i);
        }

        var slice = data.Shape.Dims[partitions.Rank..].ToArray();
        return Array.ConvertAll(rows, picked => Pick(data, picked, slice));
    }

    /// <summary>
    /// Slice <c>indices[m][i]</c> of the output is slice i of <c>data[m]</c>; where several meet, the last stays. Slices that none
    /// names are zeros (<c>core/kernels/dynamic_stitch_op.cc</c>).
    /// </summary>
    public static void Stitch(ReadOnlySpan<Tensor> indices, ReadOnlySpan<Tensor> data, Tensor output)
    {
        var rowLength = Gathering.Product(output.Shape.Dims[1..]);
        Filling.Zeros(output);
        for (var i = 0; i < indices.Length; i++)
        {
            if (data[i].ElementCount > 0)
                RowCopies.Put(data[i], RowNumbers.Of(indices[i], output.Shape[0]), rowLength, output);
        }
    }

    private static Tensor Pick(Tensor data, List<int> rows, long[] slice)
    {
        var output = Tensor.Allocate(data.DType, Shape.Of([rows.Count, .. slice]));
        if (output.ElementCount > 0)
            RowCopies.Pick(data, 0, rows.ToArray(), Gathering.Product(slice), output, 0);
        return output;
    }
}
