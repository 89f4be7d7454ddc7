using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Boxes of images, resized (<c>core/kernels/image/crop_and_resize_op.cc</c>). Boxes are [top, left, bottom, right] in parts of the image
/// less one pixel; they may be upside down or reach outside. float32, channels last.
/// </summary>
internal readonly struct Cropping(Tensor boxes, Tensor boxIndices, Shape images, (long Height, long Width) size, bool isBilinear)
{
    /// <summary>Fills the crops; what is outside the image is <paramref name="outside"/>.</summary>
    public void Crop(Tensor image, float outside, Tensor crops)
    {
        var source = image.Values<float>();
        var result = crops.Writable<float>();
        var channels = (int)images[3];
        for (var pixel = 0; pixel * channels < result.Length; pixel++)
        {
            var target = result.Slice(pixel * channels, channels);
            if (!TryPlace(pixel, out var batch, out var y, out var x))
                target.Fill(outside);
            else
                Mix(source, batch, y, x, target);
        }
    }

    /// <summary>The gradient of the image.</summary>
    public void ImageGradient(Tensor gradient, Tensor result)
    {
        Filling.Zeros(result);
        var source = gradient.Values<float>();
        var sums = result.Writable<float>();
        var channels = (int)images[3];
        for (var pixel = 0; pixel * channels < source.Length; pixel++)
        {
            if (!TryPlace(pixel, out var batch, out var y, out var x))
                continue;
            var changes = source.Slice(pixel * channels, channels);
            Spread(sums, batch, y.Lower, x.Lower, (1 - y.Share) * (1 - x.Share), changes);
            if (!isBilinear)
                continue;
            Spread(sums, batch, y.Lower, x.Upper, (1 - y.Share) * x.Share, changes);
            Spread(sums, batch, y.Upper, x.Lower, y.Share * (1 - x.Share), changes);
            Spread(sums, batch, y.Upper, x.Upper, y.Share * x.Share, changes);
        }
    }

    /// <summary>The gradient of the boxes, of bilinear crops.</summary>
    public void BoxGradient(Tensor gradient, Tensor image, Tensor result)
    {
        Filling.Zeros(result);
        var changes = gradient.Values<float>();
        var source = image.Values<float>();
        var sums = result.Writable<float>();
        var channels = (int)images[3];
        for (var pixel = 0; pixel * channels < changes.Length; pixel++)
        {
            if (!TryPlace(pixel, out var batch, out var y, out var x))
                continue;
            var (alongY, alongX) = (0f, 0f);
            for (var c = 0; c < channels; c++)
            {
                var (topLeft, topRight) = (source[At(batch, y.Lower, x.Lower) + c], source[At(batch, y.Lower, x.Upper) + c]);
                var (bottomLeft, bottomRight) = (source[At(batch, y.Upper, x.Lower) + c], source[At(batch, y.Upper, x.Upper) + c]);
                var change = changes[(pixel * channels) + c];
                alongY += change * (((1 - x.Share) * (bottomLeft - topLeft)) + (x.Share * (bottomRight - topRight)));
                alongX += change * (((1 - y.Share) * (topRight - topLeft)) + (y.Share * (bottomRight - bottomLeft)));
            }

            AddToBox(sums, pixel, alongY * (images[1] - 1), alongX * (images[2] - 1));
        }
    }

    private void AddToBox(Span<float> sums, int pixel, float alongY, float alongX)
    {
        var (line, x) = Math.DivRem(pixel, size.Width);
        var (box, y) = Math.DivRem(line, size.Height);
        var first = (int)(box * 4);
        var (below, right) = (Part(y, size.Height), Part(x, size.Width));
        sums[first] += alongY * (1 - below);
        sums[first + 1] += alongX * (1 - right);
        sums[first + 2] += alongY * below;
        sums[first + 3] += alongX * right;

        static float Part(long at, long count) => count > 1 ? at / (float)(count - 1) : 0.5f;
    }

    // Where the pixel of a crop lies in its image; false when it lies outside.
    private bool TryPlace(int pixel, out long batch, out ResizeTap y, out ResizeTap x)
    {
        var (line, column) = Math.DivRem(pixel, size.Width);
        var (box, row) = Math.DivRem(line, size.Height);
        var corners = boxes.Values<float>().Slice((int)box * 4, 4);
        batch = boxIndices.Integer((int)box);
        x = default;
        return TryTap(corners[0], corners[2], row, size.Height, images[1], out y)
            && TryTap(corners[1], corners[3], column, size.Width, images[2], out x);
    }

    // In float64, so that a place between two pixels is not rounded to the middle.
    private bool TryTap(double first, double last, long at, long count, long pixels, out ResizeTap tap)
    {
        var step = count > 1 ? (last - first) * (pixels - 1) / (count - 1) : 0;
        var place = count > 1 ? (first * (pixels - 1)) + (at * step) : 0.5 * (first + last) * (pixels - 1);
        tap = default;
        if (!(place >= 0 && place <= pixels - 1))
            return false;
        var nearest = (long)Math.Round(place, MidpointRounding.AwayFromZero);
        tap = isBilinear
            ? new ResizeTap((long)Math.Floor(place), (long)Math.Ceiling(place), (float)(place - Math.Floor(place)))
            : new ResizeTap(nearest, nearest, 0);
        return true;
    }

    private void Mix(ReadOnlySpan<float> source, long batch, ResizeTap y, ResizeTap x, Span<float> target)
    {
        var (topLeft, topRight) = (At(batch, y.Lower, x.Lower), At(batch, y.Lower, x.Upper));
        var (bottomLeft, bottomRight) = (At(batch, y.Upper, x.Lower), At(batch, y.Upper, x.Upper));
        for (var c = 0; c < target.Length; c++)
        {
            var top = source[topLeft + c] + ((source[topRight + c] - source[topLeft + c]) * x.Share);
            var bottom = source[bottomLeft + c] + ((source[bottomRight + c] - source[bottomLeft + c]) * x.Share);
            target[c] = top + ((bottom - top) * y.Share);
        }
    }

    private void Spread(Span<float> sums, long batch, long y, long x, float share, ReadOnlySpan<float> changes)
    {
        var first = At(batch, y, x);
        for (var c = 0; c < changes.Length; c++)
            sums[first + c] += share * changes[c];
    }

    private int At(long batch, long y, long x) => (int)(((((batch * images[1]) + y) * images[2]) + x) * images[3]);
}
