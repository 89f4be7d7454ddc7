using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>Shapes made from other shapes, for shape rules: dims may be unknown or named, and names stay with their dims.</summary>
internal static class PartialShapes
{
    /// <summary>
    /// A shape of the dims from <paramref name="begin"/> up to, not including, <paramref name="end"/>; unknown when the rank is.
    /// </summary>
    public static Shape Part(this Shape shape, int begin, int end)
    {
        if (!shape.HasRank)
            return Shape.UnknownRank;
        var names = new string?[end - begin];
        for (var i = 0; i < names.Length; i++)
            names[i] = shape.NameOf(begin + i);
        return Shape.Named(shape.Dims[begin..end], names);
    }

    /// <summary>A shape of the dims from <paramref name="begin"/> on.</summary>
    public static Shape From(this Shape shape, int begin) => shape.HasRank ? shape.Part(begin, shape.Rank) : shape;

    /// <summary>The dims of one shape and then those of another.</summary>
    public static Shape Then(this Shape shape, Shape next)
    {
        if (!shape.HasRank || !next.HasRank)
            return Shape.UnknownRank;
        var names = new string?[shape.Rank + next.Rank];
        for (var i = 0; i < names.Length; i++)
            names[i] = i < shape.Rank ? shape.NameOf(i) : next.NameOf(i - shape.Rank);
        return Shape.Named([.. shape.Dims, .. next.Dims], names);
    }

    /// <summary>Another size for one dim.</summary>
    public static Shape With(this Shape shape, int axis, long size) =>
        shape.Part(0, axis).Then(Shape.Of(size)).Then(shape.From(axis + 1));

    /// <summary>A new dim before <paramref name="axis"/>.</summary>
    public static Shape Insert(this Shape shape, int axis, long size) =>
        shape.Part(0, axis).Then(Shape.Of(size)).Then(shape.From(axis));

    /// <summary>One dim less.</summary>
    public static Shape Without(this Shape shape, int axis) => shape.Part(0, axis).Then(shape.From(axis + 1));

    /// <summary>The sum of a size and a number; unknown when the size is.</summary>
    public static long Add(long size, long number) => size == Shape.Unknown ? Shape.Unknown : checked(size + number);

    /// <summary>The product of two sizes, 0 when one is; unknown when one is and the other is not 0.</summary>
    public static long Multiply(long left, long right) =>
        left == 0 || right == 0 ? 0 : left == Shape.Unknown || right == Shape.Unknown ? Shape.Unknown : checked(left * right);

    /// <summary>A size cut into parts of equal size.</summary>
    /// <exception cref="Errors.GraphRunException"><c>Dimension size must be evenly divisible by 2 but is 3</c></exception>
    public static long Divide(long size, long divisor)
    {
        if (size == Shape.Unknown)
            return Shape.Unknown;
        return size % divisor == 0
            ? size / divisor
            : throw ShapeContext.Error($"Dimension size must be evenly divisible by {divisor} but is {size}");
    }
}
