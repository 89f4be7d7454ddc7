using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>The examples of several files, one file's behind another's.</summary>
internal sealed class JoinedRows : IExampleRows
{
    private readonly IExampleRows[] parts;
    private readonly long[] ends;

    /// <param name="parts">At least one.</param>
    /// <exception cref="GraphRunException">Examples of different shapes.</exception>
    public JoinedRows(IReadOnlyList<IExampleRows> parts)
    {
        this.parts = [.. parts];
        ends = new long[parts.Count];
        var expected = ExampleShapes.OfOne(parts[0].Shape);
        for (var i = 0; i < ends.Length; i++)
        {
            if (!ExampleShapes.OfOne(parts[i].Shape).Equals(expected))
            {
                throw new GraphRunException(
                    ErrorCode.FeedMismatch, $"examples of shape {ExampleShapes.OfOne(parts[i].Shape)} follow others of {expected}");
            }

            ends[i] = parts[i].Shape[0] + (i == 0 ? 0 : ends[i - 1]);
        }

        Shape = ExampleShapes.OfMany(parts[0].Shape, ends[^1]);
    }

    public DType DType => parts[0].DType;

    public Shape Shape { get; }

    public bool IsInMemory => Array.TrueForAll(parts, part => part.IsInMemory);

    public void Read(long first, int count, Tensor batch, long at)
    {
        while (count > 0)
        {
            var found = Array.BinarySearch(ends, first + 1);
            var part = found >= 0 ? found : ~found;
            var begin = part == 0 ? 0 : ends[part - 1];
            var here = (int)Math.Min(count, ends[part] - first);
            parts[part].Read(first - begin, here, batch, at);
            (first, at, count) = (first + here, at + here, count - here);
        }
    }

    public void Dispose()
    {
        foreach (var part in parts)
            part.Dispose();
    }
}
