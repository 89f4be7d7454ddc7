using System.Diagnostics;
using System.Globalization;
using GraphRun.Kernels;

namespace GraphRun.Benchmarks;

/// <summary>
/// Single ops beside NumPy and PyTorch doing the same on one thread: in each round first this program, then each peer, a few milliseconds
/// each, so that noise of the machine meets all alike. A ratio is the median of the rounds' ratios; above 1 this program is faster.
/// </summary>
internal static class KernelBenchmark
{
    private const int Rounds = 9;
    private const double MillisecondsPerTurn = 8;
    private const int LeastCallsPerTurn = 3;

    internal static int Run(string script, string[] wanted)
    {
        Workers.Count = 1;
        using var peers = Start(script);
        Console.Error.WriteLine($"peers: {peers?.StandardOutput.ReadLine() ?? "none"}");
        Console.WriteLine($"{"",-34}{"us",10}{"numpy",10}{"torch",10}{"ratio",8}{"ratio",8}");
        foreach (var (name, plan, values) in KernelCases.All())
        {
            if (wanted.Length == 0 || wanted.Any(part => name.Contains(part, StringComparison.Ordinal)))
                Measure(name, () => plan.Run(values), peers);
        }

        peers?.StandardInput.WriteLine("quit");
        return 0;
    }

    private static void Measure(string name, Action run, Process? peers)
    {
        var own = new double[Rounds];
        var times = new[] { new double[Rounds], new double[Rounds] };
        Turn(run);
        Ask(peers, name);
        for (var round = 0; round < Rounds; round++)
        {
            own[round] = Turn(run);
            var answer = Ask(peers, name);
            (times[0][round], times[1][round]) = (answer[0], answer[1]);
        }

        var ratios = times.Select(peer => Measurement.Median([.. peer.Select((time, round) => time / own[round])])).ToArray();
        Console.WriteLine(
            $"{name,-34}{Measurement.Median([.. own]),10:F2}{Measurement.Median(times[0]),10:F2}{Measurement.Median(times[1]),10:F2}"
            + $"{ratios[0],8:F2}{ratios[1],8:F2}");
    }

    /// <summary>Microseconds of one call: the least of the calls of one turn.</summary>
    private static double Turn(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        var least = double.MaxValue;
        for (var call = 0; call < LeastCallsPerTurn || Stopwatch.GetElapsedTime(start).TotalMilliseconds < MillisecondsPerTurn; call++)
        {
            var begin = Stopwatch.GetTimestamp();
            run();
            least = Math.Min(least, Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }

        return least;
    }

    private static double[] Ask(Process? peers, string name)
    {
        if (peers is null)
            return [double.NaN, double.NaN];
        peers.StandardInput.WriteLine(name);
        var answer = peers.StandardOutput.ReadLine()!.Split(' ');
        return [.. answer.Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    private static Process? Start(string script)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", script) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["OPENBLAS_CORETYPE"] = System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? "SKYLAKEX" : "HASWELL";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        return File.Exists(script) ? Process.Start(start) : null;
    }
}
