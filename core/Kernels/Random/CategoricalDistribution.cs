using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Classes drawn with the probabilities that rows of logits say, two 32-bit numbers a draw, row after row
/// (<c>core/kernels/multinomial_op.cc</c>, as it does it on one thread).
/// </summary>
internal static class CategoricalDistribution
{
    /// <summary>The blocks that drawing so many samples for so many rows consumes.</summary>
    public static ulong ReservedBlocks(long rows, long samples) => RandomFill.ReservedBlocks(rows * ((samples + 3) / 4 * 4));

    /// <summary>Draws samples for each row; one of infinite or NaN logit is never drawn.</summary>
    /// <param name="generator">Where the numbers come from.</param>
    /// <param name="logits">float64, rows by classes.</param>
    /// <param name="output">int32 or int64, rows by samples.</param>
    public static void Fill(Philox generator, Tensor logits, Tensor output)
    {
        var (rows, classes, samples) = ((int)logits.Shape[0], (int)logits.Shape[1], (int)output.Shape[1]);
        var stream = new PhiloxStream(generator);
        var sums = new double[classes];
        for (var row = 0; row < rows; row++)
        {
            var total = Accumulate(logits.Values<double>().Slice(row * classes, classes), sums);
            for (var i = 0; i < samples; i++)
            {
                var drawn = FirstAbove(sums, stream.NextDouble() * total);
                if (output.DType == DType.Int64)
                    output.Writable<long>()[(row * samples) + i] = drawn;
                else
                    output.Writable<int>()[(row * samples) + i] = drawn;
            }
        }
    }

    // Running sums of probabilities that are not normalized.
    private static double Accumulate(ReadOnlySpan<double> logits, Span<double> sums)
    {
        var greatest = double.MinValue;
        foreach (var logit in logits)
            greatest = double.IsFinite(logit) ? Math.Max(greatest, logit) : greatest;
        var total = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (double.IsFinite(logits[i]))
                total += VectorMath.Exp(new Vector<double>(logits[i] - greatest))[0];
            sums[i] = total;
        }

        return total;
    }

    private static int FirstAbove(ReadOnlySpan<double> sums, double wanted)
    {
        var (low, high) = (0, sums.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sums[middle] > wanted ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
