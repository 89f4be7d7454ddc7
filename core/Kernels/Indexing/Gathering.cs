using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Slices of a tensor named by indices: GatherV2 and GatherNd.</summary>
public static class Gathering
{
    /// <summary>
    /// Slices along <paramref name="axis"/>, in the order of the indices; the first <paramref name="batchDims"/> dims of both go
    /// together (<c>core/kernels/gather_op.cc</c>). The output's shape is
    /// <c>parameters[..axis] + indices[batchDims..] + parameters[axis + 1..]</c>.
    /// </summary>
    /// <exception cref="GraphRunException"><c>indices[1] = 7 is not in [0, 3)</c></exception>
    public static void Gather(Tensor parameters, Tensor indices, int axis, int batchDims, Tensor output)
    {
        var dims = parameters.Shape.Dims;
        var rows = RowNumbers.Of(indices, dims[axis]);
        if (output.ElementCount == 0)
            return;
        var (batches, outer, inner) = (Product(dims[..batchDims]), Product(dims[batchDims..axis]), Product(dims[(axis + 1)..]));
        var perBatch = rows.Length / batches;
        for (var batch = 0; batch < batches; batch++)
        {
            for (var block = batch * outer; block < (batch + 1) * outer; block++)
                RowCopies.Pick(
                    parameters, block * dims[axis], rows.Slice(batch * perBatch, perBatch), inner, output, (long)block * perBatch);
        }
    }

    /// <summary>
    /// The slices that the vectors along the last dim of <paramref name="indices"/> name (<c>core/kernels/gather_nd_op.cc</c>).
    /// The output's shape is <c>indices[..-1] + parameters[length of a vector..]</c>, behind the batch dims where there are any.
    /// </summary>
    /// <exception cref="GraphRunException"><c>indices[0] = [0, 7] does not index into param shape [2,3]</c></exception>
    public static void GatherNd(Tensor parameters, Tensor indices, int batchDims, Tensor output)
    {
        var depth = (int)indices.Shape[-1];
        var dims = parameters.Shape.Dims[batchDims..];
        var rows = RowNumbers.OfVectors(indices, dims[..depth], "param shape", parameters.Shape);
        if (output.ElementCount == 0)
            return;
        var (batches, inner) = (Product(parameters.Shape.Dims[..batchDims]), Product(dims[depth..]));
        var (perBatch, rowsOfBatch) = (rows.Length / batches, Product(dims[..depth]));
        for (var batch = 0; batch < batches; batch++)
            RowCopies.Pick(
                parameters, (long)batch * rowsOfBatch, rows.AsSpan(batch * perBatch, perBatch), inner, output, (long)batch * perBatch);
    }

    internal static int Product(ReadOnlySpan<long> dims)
    {
        var product = 1L;
        foreach (var dim in dims)
            product *= dim;
        return checked((int)product);
    }
}
