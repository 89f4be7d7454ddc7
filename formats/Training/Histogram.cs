using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>
/// How many elements fall between limits that grow by a tenth from 1e-12 on, to both sides of zero (<c>core/lib/histogram/histogram.cc</c>).
/// </summary>
internal sealed class Histogram
{
    private static readonly double[] limits = Limits();

    private readonly double[] counts = new double[limits.Length];
    private double least = double.MaxValue;
    private double most = -double.MaxValue;
    private double sum;
    private double squares;
    private long count;

    /// <summary>NaNs are left out.</summary>
    public static Histogram Of(Tensor tensor)
    {
        var histogram = new Histogram();
        foreach (var value in TensorConversion.Convert(tensor, DType.Float64).Values<double>())
        {
            if (!double.IsNaN(value))
                histogram.Add(value);
        }

        return histogram;
    }

    /// <summary>The message <c>HistogramProto</c>, neighbouring empty buckets left out.</summary>
    public byte[] ToMessage()
    {
        var message = new MessageWriter();
        message.Number(1, least);
        message.Number(2, most);
        message.Number(3, (double)count);
        message.Number(4, sum);
        message.Number(5, squares);
        var (kept, filled) = (new List<double>(), new List<double>());
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0 || i == counts.Length - 1 || counts[i + 1] > 0)
            {
                kept.Add(limits[i]);
                filled.Add(counts[i]);
            }
        }

        message.Numbers(6, kept);
        message.Numbers(7, filled);
        return message.Written.ToArray();
    }

    private static double[] Limits()
    {
        var positive = new List<double>();
        for (var limit = 1e-12; limit < 1e20; limit *= 1.1)
            positive.Add(limit);
        positive.Add(double.MaxValue);
        return [.. positive.Select(limit => -limit).Reverse(), 0, .. positive];
    }

    private void Add(double value)
    {
        var bucket = Array.BinarySearch(limits, value);
        counts[bucket >= 0 ? Math.Min(bucket + 1, counts.Length - 1) : Math.Min(~bucket, counts.Length - 1)]++;
        (least, most) = (Math.Min(least, value), Math.Max(most, value));
        sum += value;
        squares += value * value;
        count++;
    }
}
