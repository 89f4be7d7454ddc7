using System.Globalization;
using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>Reads shapes back as stores write them: <c>[2,3]</c>, <c>[]</c>.</summary>
internal static class StoredShape
{
    /// <summary>Null when the text is no fully defined shape, or has more elements than can be counted.</summary>
    public static Shape? Parse(string text)
    {
        if (text == "[]")
            return Shape.Scalar;
        if (!text.StartsWith('[') || !text.EndsWith(']'))
            return null;
        var parts = text[1..^1].Split(',');
        if (parts.Length > Shape.MaxRank)
            return null;
        var (dims, count) = (new long[parts.Length], (UInt128)1);
        for (var axis = 0; axis < parts.Length; axis++)
        {
            if (!long.TryParse(parts[axis], NumberStyles.None, CultureInfo.InvariantCulture, out dims[axis]))
                return null;
            count *= (UInt128)Math.Max(dims[axis], 1);
            if (count > long.MaxValue)
                return null;
        }

        return Shape.Of(dims);
    }
}
