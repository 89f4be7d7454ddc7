using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Indices as numbers of rows, checked before a row is touched.</summary>
internal static class RowNumbers
{
    /// <summary>The elements of an int32 or int64 tensor, each in [0, <paramref name="limit"/>).</summary>
    /// <exception cref="GraphRunException"><c>indices[1] = 7 is not in [0, 3)</c></exception>
    public static ReadOnlySpan<int> Of(Tensor indices, long limit)
    {
        if (indices.DType == DType.Int64)
            return Narrow(indices, limit);
        var numbers = indices.Values<int>();
        for (var i = 0; i < numbers.Length; i++)
        {
            if ((uint)numbers[i] >= (ulong)limit)
                throw OutOfRange(indices, i, limit);
        }

        return numbers;
    }

    /// <summary>
    /// The rows that the vectors along the last dim of <paramref name="indices"/> name in a tensor whose leading dims are
    /// <paramref name="dims"/>: row-major positions.
    /// </summary>
    /// <exception cref="GraphRunException"><c>indices[1] = [0, 7] does not index into shape [2,3]</c></exception>
    public static int[] OfVectors(Tensor indices, ReadOnlySpan<long> dims, string target, Shape shape)
    {
        var rows = new int[dims.IsEmpty ? (int)PartCount(indices.Shape) : (int)(indices.ElementCount / dims.Length)];
        for (var row = 0; row < rows.Length; row++)
        {
            var position = 0L;
            for (var axis = 0; axis < dims.Length; axis++)
            {
                var index = indices.Integer((row * dims.Length) + axis);
                if (index < 0 || index >= dims[axis])
                    throw NotInside(indices, row, target, shape);
                position = (position * dims[axis]) + index;
            }

            rows[row] = (int)position;
        }

        return rows;
    }

    /// <summary><c>[0,1]</c> for a position in a shape, nothing for a scalar's.</summary>
    public static string Place(ReadOnlySpan<long> dims, long position)
    {
        if (dims.IsEmpty)
            return "";
        var place = new long[dims.Length];
        for (var axis = dims.Length - 1; axis >= 0; axis--)
        {
            place[axis] = position % dims[axis];
            position /= dims[axis];
        }

        return $"[{string.Join(',', place)}]";
    }

    private static long PartCount(Shape shape)
    {
        var count = 1L;
        foreach (var dim in shape.Dims[..^1])
            count *= dim;
        return count;
    }

    private static int[] Narrow(Tensor indices, long limit)
    {
        var wide = indices.Values<long>();
        var numbers = new int[wide.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (ulong)wide[i] < (ulong)limit ? (int)wide[i] : throw OutOfRange(indices, i, limit);
        return numbers;
    }

    private static GraphRunException OutOfRange(Tensor indices, int position, long limit) => new(
        ErrorCode.InvalidArgument, $"indices{Place(indices.Shape.Dims, position)} = {indices.Integer(position)} is not in [0, {limit})");

    private static GraphRunException NotInside(Tensor indices, int row, string target, Shape shape)
    {
        var length = (int)indices.Shape[-1];
        var vector = Enumerable.Range(row * length, length).Select(indices.Integer);
        return new GraphRunException(
            ErrorCode.InvalidArgument,
            $"indices{Place(indices.Shape.Dims[..^1], row)} = [{string.Join(", ", vector)}] does not index into {target} {shape}");
    }
}
