using GraphRun.Errors;

namespace GraphRun.Tensors;

/// <summary>NumPy's broadcasting as TensorFlow has it (<c>core/util/bcast.h</c>): dims align at the right; size 1 stretches.</summary>
public static class Broadcasting
{
    /// <summary>The shape that two shapes broadcast to. Unknown dims stay unknown unless the other one is above 1.</summary>
    /// <exception cref="GraphRunException"><c>Incompatible shapes: [2] vs. [3]</c></exception>
    public static Shape Combine(Shape left, Shape right)
    {
        if (ReferenceEquals(left, right) || (left.IsFullyDefined && left.Equals(right)))
            return left;
        if (right.ElementCount == 1 && right.Rank <= left.Rank && IsUnit(right))
            return left;
        if (left.ElementCount == 1 && left.Rank <= right.Rank && IsUnit(left))
            return right;
        if (!left.HasRank || !right.HasRank)
            return Shape.UnknownRank;
        var rank = Math.Max(left.Rank, right.Rank);
        var dims = new long[rank];
        var names = new string?[rank];
        for (var i = 1; i <= rank; i++)
        {
            var x = i <= left.Rank ? left[-i] : 1;
            var y = i <= right.Rank ? right[-i] : 1;
            if (x != y && x >= 0 && y >= 0 && x != 1 && y != 1)
                throw new GraphRunException(ErrorCode.ShapeMismatch, $"Incompatible shapes: {left} vs. {right}");
            (dims[^i], names[^i]) = Dim(left, right, i, x, y);
        }

        return Shape.Named(dims, names);
    }

    /// <summary>Every dim is 1, and stretches to whatever it meets.</summary>
    private static bool IsUnit(Shape shape) => shape.Dims.IndexOfAnyExcept(1) < 0;

    private static (long Size, string? Name) Dim(Shape left, Shape right, int fromEnd, long x, long y)
    {
        var leftName = fromEnd <= left.Rank ? left.NameOf(left.Rank - fromEnd) : null;
        var rightName = fromEnd <= right.Rank ? right.NameOf(right.Rank - fromEnd) : null;
        if (x == Shape.Unknown && y == Shape.Unknown)
            return (Shape.Unknown, leftName == rightName ? leftName : null);
        if (x == 1)
            return (y, rightName);
        if (y == 1)
            return (x, leftName);
        return x == Shape.Unknown ? (y, rightName) : (x, leftName);
    }
}
