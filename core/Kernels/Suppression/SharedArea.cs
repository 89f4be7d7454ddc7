using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The area that two boxes share divided by the area of both together; 0 where one has none. A row of the tensor holds two opposite
/// corners, y before x, in either order.
/// </summary>
internal readonly struct SharedArea(Tensor boxes)
{
    public float Of(int first, int second)
    {
        var (top, left, bottom, right) = Corners(first);
        var (otherTop, otherLeft, otherBottom, otherRight) = Corners(second);
        var area = (bottom - top) * (right - left);
        var otherArea = (otherBottom - otherTop) * (otherRight - otherLeft);
        if (area <= 0 || otherArea <= 0)
            return 0;
        var height = Math.Max(Math.Min(bottom, otherBottom) - Math.Max(top, otherTop), 0f);
        var width = Math.Max(Math.Min(right, otherRight) - Math.Max(left, otherLeft), 0f);
        var shared = height * width;
        return shared / (area + otherArea - shared);
    }

    private (float Top, float Left, float Bottom, float Right) Corners(int box)
    {
        var row = boxes.Values<float>().Slice(4 * box, 4);
        return (Math.Min(row[0], row[2]), Math.Min(row[1], row[3]), Math.Max(row[0], row[2]), Math.Max(row[1], row[3]));
    }
}
