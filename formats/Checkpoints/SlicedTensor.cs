using GraphRun.Errors;
using GraphRun.Formats.Protobuf;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Checkpoints;

/// <summary>Puts partitioned tensors together, and cuts parts out of whole ones.</summary>
internal static class SlicedTensor
{
    /// <summary>Reads the parts of a tensor into one.</summary>
    /// <param name="read">Reads the part of a key of the index.</param>
    /// <exception cref="GraphRunException">Parts that lie outside the tensor, or do not fill it.</exception>
    public static Tensor Read(
        string name,
        DType dtype,
        Shape shape,
        IReadOnlyList<SliceMessage> slices,
        Func<string, DType, Shape, string, Tensor> read,
        string what)
    {
        if (dtype.IsReference())
            throw CheckpointErrors.Invalid(what, $"a partitioned {dtype.Name()} tensor is not supported");
        var tensor = TensorFileErrors.Allocate(what, dtype, shape);
        var filled = 0L;
        foreach (var slice in slices)
        {
            var extents = slice.Extent.Select(extent =>
                (extent.Start, Length: extent.HasLength ? extent.Length : SliceKey.FullLength)).ToList();
            var (start, size) = Resolve(extents, shape, what);
            var part = read(SliceKey.Of(name, extents), dtype, Shape.Of(size), what);
            Move(tensor, part, start, intoWhole: true);
            filled += part.ElementCount;
        }

        if (filled != shape.ElementCount)
            throw CheckpointErrors.Invalid(what,
                $"its parts have {filled} elements, and the tensor of shape {shape} has {shape.ElementCount}");
        return tensor;
    }

    /// <summary>A part of a tensor, as RestoreV2 names it: <c>"10 20 0,5:-"</c>, the shape and per axis start and length.</summary>
    /// <exception cref="GraphRunException">The text is none, or the part does not lie in the tensor.</exception>
    public static Tensor Cut(Tensor whole, string specification, string what)
    {
        var words = specification.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var extents = new List<(long, long)>();
        foreach (var extent in words[^1].Split(':'))
        {
            var comma = extent.IndexOf(',', StringComparison.Ordinal);
            if (extent == "-")
                extents.Add((0, SliceKey.FullLength));
            else if (comma > 0 && long.TryParse(extent[..comma], out var from) && long.TryParse(extent[(comma + 1)..], out var length))
                extents.Add((from, length));
            else
                throw CheckpointErrors.Invalid(what, $"'{specification}' names no part of a tensor");
        }

        var (start, size) = Resolve(extents, whole.Shape, what);
        var part = TensorFileErrors.Allocate(what, whole.DType, Shape.Of(size));
        Move(whole, part, start, intoWhole: false);
        return part;
    }

    private static (long[] Start, long[] Size) Resolve(IReadOnlyList<(long Start, long Length)> extents, Shape shape, string what)
    {
        if (extents.Count != shape.Rank)
            throw CheckpointErrors.Invalid(what, $"a part has {extents.Count} axes, and the tensor of shape {shape} has {shape.Rank}");
        var (start, size) = (new long[shape.Rank], new long[shape.Rank]);
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            (start[axis], var length) = extents[axis];
            size[axis] = length == SliceKey.FullLength ? shape[axis] : length;
            if (start[axis] < 0 || size[axis] < 0 || start[axis] > shape[axis] || size[axis] > shape[axis] - start[axis])
                throw CheckpointErrors.Invalid(what,
                    $"a part from {start[axis]} with {size[axis]} elements on axis {axis} does not lie in shape {shape}");
        }

        return (start, size);
    }

    /// <summary>Copies row by row, where a row is what lies together along the last axis.</summary>
    private static void Move(Tensor whole, Tensor part, long[] start, bool intoWhole)
    {
        if (part.ElementCount == 0)
            return;
        var row = (part.Rank == 0 ? 1 : part.Shape[-1]) * part.DType.Size();
        var rows = part.ByteCount / row;
        for (var i = 0L; i < rows; i++)
        {
            var position = Position(whole.Shape, part.Shape, start, i) * part.DType.Size();
            for (var done = 0L; done < row;)
            {
                var length = (int)Math.Min(1 << 30, row - done);
                var inWhole = whole.Bytes(position + done, length);
                var inPart = part.Bytes(i * row + done, length);
                if (intoWhole)
                    inPart.CopyTo(inWhole);
                else
                    inWhole.CopyTo(inPart);
                done += length;
            }
        }
    }

    /// <summary>Where a row of the part begins in the whole, in elements.</summary>
    private static long Position(Shape whole, Shape part, long[] start, long row)
    {
        var (position, stride) = (0L, 1L);
        for (var axis = whole.Rank - 1; axis >= 0; axis--)
        {
            var index = axis == whole.Rank - 1 ? 0 : row % part[axis];
            if (axis < whole.Rank - 1)
                row /= part[axis];
            position += (start[axis] + index) * stride;
            stride *= whole[axis];
        }

        return position;
    }
}
