using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Values set at places among others: OneHot, SparseToDense, MatrixBandPart.</summary>
public static class Marking
{
    /// <summary>
    /// <paramref name="on"/> where the new dim's index equals the element of <paramref name="indices"/>, <paramref name="off"/>
    /// elsewhere; an index outside the new dim leaves all off.
    /// </summary>
    public static void OneHot(Tensor indices, int axis, Tensor on, Tensor off, Tensor output)
    {
        Filling.Fill(off, output);
        var depth = output.Shape[axis];
        var after = Gathering.Product(indices.Shape.Dims[axis..]);
        var rows = new List<int>();
        for (var i = 0; i < indices.ElementCount; i++)
        {
            var index = indices.Integer(i);
            if (index >= 0 && index < depth)
                rows.Add((int)((((i / after * depth) + index) * after) + (i % after)));
        }

        var marks = Tensor.Allocate(output.DType, Shape.Of(rows.Count));
        Filling.Fill(on, marks);
        RowCopies.Put(marks, rows.ToArray(), 1, output);
    }

    /// <summary>
    /// The output filled with a default but for the places that <paramref name="indices"/> names, a scalar, a vector or a matrix
    /// with a row for each place; <paramref name="values"/> has one for each or one for all.
    /// </summary>
    /// <exception cref="GraphRunException">
    /// <c>indices[1] = [7] is out of bounds: need 0 &lt;= index &lt; [5]</c>; with <paramref name="isChecked"/> also
    /// <c>indices[1] = [0] is out of order</c> and <c>is repeated</c>.
    /// </exception>
    public static void SparseToDense(Tensor indices, Tensor values, Tensor defaultValue, bool isChecked, Tensor output)
    {
        var depth = output.Rank;
        var rows = new int[depth == 0 ? indices.ElementCount : indices.ElementCount / depth];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = Position(indices, row, output.Shape, isChecked && row > 0 ? rows[row - 1] : -1);
        Filling.Fill(defaultValue, output);
        var marks = values;
        if (values.ElementCount != rows.Length)
        {
            marks = Tensor.Allocate(output.DType, Shape.Of(rows.Length));
            Filling.Fill(values, marks);
        }

        if (rows.Length > 0)
            RowCopies.Put(marks, rows, 1, output);
    }

    /// <summary>
    /// The matrices along the last two dims with zeros outside a band around the diagonal; a negative width keeps the whole
    /// triangle.
    /// </summary>
    public static void BandPart(Tensor input, long lower, long upper, Tensor output)
    {
        Filling.Zeros(output);
        var (height, width) = (input.Shape[-2], input.Shape[-1]);
        var whole = StridedView.Of(input.ElementCount == 0 ? 0 : input.ElementCount / (height * width), height, width);
        for (var row = 0L; row < height && input.ElementCount > 0; row++)
        {
            var begin = lower < 0 ? 0 : Math.Min(Math.Max(row - lower, 0), width);
            var end = upper < 0 ? width : Math.Min(row + upper + 1, width);
            if (end <= begin)
                continue;
            var part = whole.At(1, row).Slice(1, begin, end - begin);
            StridedCopy.Run(input, part, output, part);
        }
    }

    private static int Position(Tensor indices, int row, Shape shape, int previous)
    {
        var position = 0L;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var index = indices.Integer((row * shape.Rank) + axis);
            if (index < 0 || index >= shape[axis])
                throw Invalid(indices, row, shape.Rank, $"is out of bounds: need 0 <= index < {shape}");
            position = (position * shape[axis]) + index;
        }

        if (position <= previous)
            throw Invalid(indices, row, shape.Rank, position == previous ? "is repeated" : "is out of order");
        return (int)position;
    }

    private static GraphRunException Invalid(Tensor indices, int row, int depth, string message)
    {
        var place = Enumerable.Range(row * depth, depth).Select(indices.Integer);
        return new GraphRunException(ErrorCode.InvalidArgument, $"indices[{row}] = [{string.Join(',', place)}] {message}");
    }
}
