using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>Shapes whose first dim counts examples.</summary>
internal static class ExampleShapes
{
    /// <summary>The shape of one example; unknown when the rank is.</summary>
    public static Shape OfOne(Shape shape) => shape.Rank > 0 ? Shape.Of(shape.Dims[1..]) : shape;

    /// <summary>The shape of so many of the same examples.</summary>
    public static Shape OfMany(Shape shape, long count) => shape.Rank > 0 ? Shape.Of([count, .. shape.Dims[1..]]) : shape;
}
