using System.Diagnostics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>What an update does to the element it meets.</summary>
public enum ScatterKind
{
    /// <summary>The update replaces the element; of several the last.</summary>
    Update,
    Add,
    Subtract,
    Multiply,
    Divide,
    Minimum,
    Maximum,
}

/// <summary>
/// Updates at places named by indices (<c>core/kernels/scatter_op.cc</c>, <c>scatter_nd_op.cc</c>). Updates apply in the order of
/// the indices. The target is never changed: the result is a new tensor.
/// </summary>
public static class Scattering
{
    /// <summary>
    /// <paramref name="target"/> with the slices along its first dim that <paramref name="indices"/> number updated.
    /// <paramref name="updates"/> has the shape <c>indices + target[1..]</c>, or is a scalar.
    /// </summary>
    /// <exception cref="GraphRunException"><c>indices[1] = 7 is not in [0, 3)</c>, or updates of another shape.</exception>
    public static Tensor Scatter(ScatterKind kind, Tensor target, Tensor indices, Tensor updates)
    {
        if (target.Rank < 1)
            throw new GraphRunException(ErrorCode.InvalidArgument, $"params must be at least 1-D, got shape {target.Shape}");
        var expected = Shape.Of([.. indices.Shape.Dims, .. target.Shape.Dims[1..]]);
        if (updates.Rank != 0 && !updates.Shape.Equals(expected))
            throw new GraphRunException(
                ErrorCode.ShapeMismatch,
                $"Must have updates.shape = indices.shape + params.shape[1:] or updates.shape = [], got updates.shape {updates.Shape}, "
                + $"indices.shape {indices.Shape}, params.shape {target.Shape}");
        var rows = RowNumbers.Of(indices, target.Shape[0]);
        return Apply(kind, target, rows, Gathering.Product(target.Shape.Dims[1..]), updates);
    }

    /// <summary>
    /// <paramref name="target"/> with the slices that the vectors along the last dim of <paramref name="indices"/> name updated.
    /// <paramref name="updates"/> has the shape <c>indices[..-1] + target[length of a vector..]</c>.
    /// </summary>
    /// <exception cref="GraphRunException"><c>indices[1] = [7] does not index into shape [5]</c>, or updates of another shape.</exception>
    public static Tensor ScatterNd(ScatterKind kind, Tensor target, Tensor indices, Tensor updates)
    {
        RequireNdShapes(target.Shape, indices.Shape, updates.Shape);
        var depth = (int)indices.Shape[-1];
        var rows = RowNumbers.OfVectors(indices, target.Shape.Dims[..depth], "shape", target.Shape);
        return Apply(kind, target, rows, Gathering.Product(target.Shape.Dims[depth..]), updates);
    }

    /// <summary>Updates added to zeros of a shape.</summary>
    /// <exception cref="GraphRunException"><c>indices[1] = [7] does not index into shape [5]</c>, or updates of another shape.</exception>
    public static void AddToZeros(Tensor indices, Tensor updates, Tensor output)
    {
        RequireNdShapes(output.Shape, indices.Shape, updates.Shape);
        var depth = (int)indices.Shape[-1];
        var rows = RowNumbers.OfVectors(indices, output.Shape.Dims[..depth], "shape", output.Shape);
        Filling.Zeros(output);
        if (updates.ElementCount > 0)
            AddInto(updates, rows, Gathering.Product(output.Shape.Dims[depth..]), output);
    }

    private static void RequireNdShapes(Shape target, Shape indices, Shape updates)
    {
        if (indices.Rank < 1)
            throw new GraphRunException(ErrorCode.ShapeMismatch, $"Indices shape must have rank at least one. Found: {indices}");
        var depth = indices[-1];
        if (depth > target.Rank)
            throw new GraphRunException(
                ErrorCode.ShapeMismatch,
                $"Must have indices.shape[-1] <= params.rank, but saw indices shape: {indices} and params shape: {target}");
        var expected = Shape.Of([.. indices.Dims[..^1], .. target.Dims[(int)depth..]]);
        if (!updates.Equals(expected))
            throw new GraphRunException(
                ErrorCode.ShapeMismatch,
                $"Must have updates.shape = indices.shape[:batch_dim] + params_shape[slice_dim:], got updates.shape: {updates}, "
                + $"indices.shape: {indices}, params_shape: {target}, slice_dim: {depth}, and batch_dim: {indices.Rank - 1}");
    }

    private static Tensor Apply(ScatterKind kind, Tensor target, ReadOnlySpan<int> rows, int rowLength, Tensor updates)
    {
        var output = Tensor.Allocate(target.DType, target.Shape);
        Filling.Copy(target, output);
        if (updates.ElementCount > 0 && rowLength > 0)
            ApplyInto(kind, updates, rows, rowLength, output);
        return output;
    }

    private static void ApplyInto(ScatterKind kind, Tensor updates, ReadOnlySpan<int> rows, int rowLength, Tensor output)
    {
        switch (kind)
        {
            case ScatterKind.Update: Replace(updates, rows, rowLength, output); break;
            case ScatterKind.Add: Combine<Addition>(updates, rows, rowLength, output); break;
            case ScatterKind.Subtract: Combine<Subtraction>(updates, rows, rowLength, output); break;
            case ScatterKind.Multiply: Combine<Multiplication>(updates, rows, rowLength, output); break;
            case ScatterKind.Divide: Combine<Division>(updates, rows, rowLength, output); break;
            case ScatterKind.Minimum: CombineReal<Minimization>(updates, rows, rowLength, output); break;
            case ScatterKind.Maximum: CombineReal<Maximization>(updates, rows, rowLength, output); break;
            default: throw new UnreachableException($"{kind}");
        }
    }

    // Of bools that meet, one that is true makes the result true; of strings the last stays.
    private static void AddInto(Tensor updates, ReadOnlySpan<int> rows, int rowLength, Tensor output)
    {
        if (output.DType == DType.Bool)
            ArithmeticTypes.RunReal(DType.UInt8, new RowCombination<Maximization>(updates, rows, rowLength, output));
        else
            ApplyInto(output.DType == DType.String ? ScatterKind.Update : ScatterKind.Add, updates, rows, rowLength, output);
    }

    private static void Replace(Tensor updates, ReadOnlySpan<int> rows, int rowLength, Tensor output)
    {
        if (updates.ElementCount == (long)rows.Length * rowLength)
        {
            RowCopies.Put(updates, rows, rowLength, output);
            return;
        }

        var row = Tensor.Allocate(updates.DType, Shape.Of((long)rows.Length * rowLength));
        Filling.Fill(updates, row);
        RowCopies.Put(row, rows, rowLength, output);
    }

    private static void Combine<TCombination>(Tensor updates, ReadOnlySpan<int> rows, int rowLength, Tensor output)
        where TCombination : struct, ICombination =>
        ArithmeticTypes.Run(output.DType, new RowCombination<TCombination>(updates, rows, rowLength, output));

    private static void CombineReal<TCombination>(Tensor updates, ReadOnlySpan<int> rows, int rowLength, Tensor output)
        where TCombination : struct, ICombination =>
        ArithmeticTypes.RunReal(output.DType, new RowCombination<TCombination>(updates, rows, rowLength, output));
}
