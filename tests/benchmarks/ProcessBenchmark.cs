using System.Diagnostics;

namespace GraphRun.Benchmarks;

/// <summary>
/// A whole <c>graphrun run</c> with its committed checkpoint beside the <c>sqlite3</c> shell doing one INSERT into an existing file, in turn,
/// on the same disk, with the same journal mode and durability.
/// </summary>
internal static class ProcessBenchmark
{
    private const int Rounds = 41;

    internal static int Run(string executable)
    {
        var folder = Directory.CreateTempSubdirectory("graphrun-benchmark").FullName;
        File.WriteAllText(Path.Combine(folder, "counter.yaml"), "graphrun: 1\nnodes:\n  foo: variable(42)\n  initialize: global_variables_initializer()\n  assign: assign(foo, 13)\n");
        Start(folder, executable, "run", "counter.yaml", "--target", "initialize");
        Start(folder, "sqlite3", "peer.db", "CREATE TABLE t(id INTEGER PRIMARY KEY, value BLOB);");
        var (ours, peers) = (new double[Rounds], new double[Rounds]);
        for (var i = 0; i < Rounds; i++)
        {
            ours[i] = Start(folder, executable, "run", "counter.yaml", "--target", "assign");
            peers[i] = Start(folder, "sqlite3", "peer.db", "PRAGMA synchronous=EXTRA; INSERT INTO t(value) VALUES (x'0D000000');");
        }

        var (own, peer) = (Measurement.Median(ours), Measurement.Median(peers));
        Console.WriteLine($"graphrun run --target assign {own:F1} ms, sqlite3 INSERT {peer:F1} ms, ratio {own / peer:F2}");
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static double Start(string folder, string file, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.WaitForExit();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(start).TotalMilliseconds
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} failed: {process.StandardError.ReadToEnd()}");
    }
}
