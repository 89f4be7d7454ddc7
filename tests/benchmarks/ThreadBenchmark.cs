using System.Diagnostics;
using GraphRun.Kernels;

namespace GraphRun.Benchmarks;

/// <summary>What sharing work with a second thread costs: two pieces of some microseconds each, beside both on one thread.</summary>
internal static class ThreadBenchmark
{
    private const int Rounds = 2001;

    internal static int Run()
    {
        foreach (var microseconds in new[] { 0, 10, 50 })
        {
            Measure($"right after each other, {microseconds} us a piece", microseconds, pause: 0);
            Measure($"after a pause of 1 ms, {microseconds} us a piece", microseconds, pause: 1000);
        }

        return 0;
    }

    private static void Measure(string name, int microseconds, int pause)
    {
        var work = new Busy(microseconds * Stopwatch.Frequency / 1_000_000);
        var times = new double[2];
        for (var threads = 1; threads <= 2; threads++)
        {
            Workers.Count = threads;
            var rounds = new double[pause > 0 ? Rounds / 10 : Rounds];
            for (var i = 0; i < rounds.Length; i++)
            {
                if (pause > 0)
                    Thread.Sleep(TimeSpan.FromMicroseconds(pause));
                Workers.BeginRun();
                var start = Stopwatch.GetTimestamp();
                Workers.For(2, 1, in work);
                rounds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                if (pause > 0)
                    Workers.EndRun();
            }

            times[threads - 1] = Measurement.Median(rounds);
            if (pause == 0)
            {
                for (var i = 0; i < rounds.Length; i++)
                    Workers.EndRun();
            }
        }

        Console.WriteLine($"{name,-46} one thread {times[0],7:F2} us, two {times[1],7:F2} us");
    }

    private readonly struct Busy(long ticks) : IRangeBody
    {
        public void Run(long start, long end)
        {
            var stop = Stopwatch.GetTimestamp() + ticks;
            while (Stopwatch.GetTimestamp() < stop)
            {
            }
        }
    }
}
