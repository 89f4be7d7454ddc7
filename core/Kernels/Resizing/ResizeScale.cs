namespace GraphRun.Kernels;

/// <summary>
/// Which place of the input a pixel of a resized image comes from, along one dim (<c>core/util/image_resizer_state.h</c>), computed in
/// float32 as TensorFlow does.
/// </summary>
/// <param name="Input">Size of the dim before.</param>
/// <param name="Output">Size of the dim after.</param>
/// <param name="AlignCorners">The centers of the first and last pixels stay where they are.</param>
/// <param name="HalfPixelCenters">A pixel's center lies half a pixel behind its beginning.</param>
internal readonly record struct ResizeScale(long Input, long Output, bool AlignCorners, bool HalfPixelCenters)
{
    /// <summary>Pixels of the input to one of the output.</summary>
    public float Step => AlignCorners && Output > 1 ? (Input - 1) / (float)(Output - 1) : Input / (float)Output;

    /// <summary>The place, between pixels, that is interpolated.</summary>
    public float Place(long output) => HalfPixelCenters ? ((output + 0.5f) * Step) - 0.5f : output * Step;

    /// <summary>The pixel nearest to the place.</summary>
    public long Nearest(long output)
    {
        var place = HalfPixelCenters ? (output + 0.5f) * Step : output * Step;
        var nearest = (long)(AlignCorners ? MathF.Round(place, MidpointRounding.AwayFromZero) : MathF.Floor(place));
        return Math.Clamp(nearest, 0, Input - 1);
    }

    /// <summary>The two pixels on both sides of the place, and the share of the second.</summary>
    public ResizeTap Between(long output)
    {
        var place = Place(output);
        var floor = MathF.Floor(place);
        return new ResizeTap(
            Math.Max((long)floor, 0), Math.Min((long)MathF.Ceiling(place), Input - 1), place - floor);
    }
}

/// <summary>Two neighbouring pixels and the share of the second in what lies between them.</summary>
internal readonly record struct ResizeTap(long Lower, long Upper, float Share);
