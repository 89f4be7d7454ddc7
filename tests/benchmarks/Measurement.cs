using System.Diagnostics;

namespace GraphRun.Benchmarks;

/// <summary>Medians of repeated wall-clock timings.</summary>
internal static class Measurement
{
    /// <summary>The median of <paramref name="rounds"/> timings of an action, in milliseconds, after one that is not counted.</summary>
    internal static double Median(int rounds, Action action)
    {
        action();
        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Median(times);
    }

    internal static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
