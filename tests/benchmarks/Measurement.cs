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

    /// <summary>Timings of an action in processor time of the whole process, in milliseconds, in ascending order, after some that warm up.</summary>
    internal static double[] ProcessorTimes(int rounds, Action action)
    {
        for (var i = 0; i < 5; i++)
            action();
        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var start = Environment.CpuUsage.TotalTime;
            action();
            times[i] = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    internal static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
