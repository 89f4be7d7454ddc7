using GraphRun.Tensors;

namespace GraphRun.Cli.Printing;

/// <summary>Fetched values as images.</summary>
internal static class ImageResult
{
    /// <summary>The value as [height, width] or [height, width, channels], dims of 1 before them left out; null when it is no image.</summary>
    public static Tensor? Of(Tensor value)
    {
        if (value.ElementCount == 0 || !(value.DType == DType.UInt8 || value.DType.IsFloating()))
            return null;
        var first = 0;
        while (value.Rank - first > 3 && value.Shape[first] == 1)
            first++;
        var image = value.Reshape(Shape.Of(value.Shape.Dims[first..]));
        return image.Rank == 2 || (image.Rank == 3 && image.Shape[2] <= 4) ? image : null;
    }
}
