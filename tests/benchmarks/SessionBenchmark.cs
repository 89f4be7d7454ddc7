using System.Diagnostics;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>What commits and reads of sessions cost, beside <c>dd</c> writing the same bytes to the same disk.</summary>
internal static class SessionBenchmark
{
    private const int Megabyte = 1_000_000;
    private const long LargeBytes = 3_000_000_000;

    internal static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("graphrun-benchmark").FullName;
        try
        {
            CommitAndRead(Path.Combine(folder, "rate.db"));
            ManyVariables(folder);
            LongHistory(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    /// <summary>The rates of committing and of reading alone.</summary>
    internal static int RunRate()
    {
        var folder = Directory.CreateTempSubdirectory("graphrun-benchmark").FullName;
        try
        {
            CommitAndRead(Path.Combine(folder, "rate.db"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    /// <summary>Stores one variable of 3 GB and reads it back, each in a process of its own, and tells the most memory that took.</summary>
    internal static int RunLarge()
    {
        var folder = Directory.CreateTempSubdirectory("graphrun-benchmark").FullName;
        try
        {
            foreach (var work in (string[])["store", "read"])
            {
                string[] args = [typeof(SessionBenchmark).Assembly.Location, "session", work, Path.Combine(folder, "large.db")];
                using var process = Process.Start("dotnet", ["exec", .. args]);
                process.WaitForExit();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    internal static int StoreLarge(string path)
    {
        Commit(path, "s", [KeyValuePair.Create("large", (Tensor?)Filled(LargeBytes, 1))]);
        return TellPeak("storing");
    }

    internal static int ReadLarge(string path)
    {
        using var store = Store.OpenForReading(path)!;
        _ = store.RequiredSession("s").Latest.Read("large");
        return TellPeak("reading");
    }

    private static int TellPeak(string work)
    {
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine($"{work} a variable of 3 GB: at most {peak / 1e9:F2} GB of memory, {(double)peak / LargeBytes:F2} times its size");
        return 0;
    }

    private static void CommitAndRead(string path)
    {
        const int rounds = 15;
        var (ours, peers, reads, ratios) = (new double[rounds], new double[rounds], new double[rounds], new double[rounds]);
        // The room of the checkpoints that go is filled by those that come, as in any session that has run for a while.
        for (var warm = 0; warm < 4; warm++)
            CommitHundred(path, warm);
        for (var round = 0; round < rounds; round++)
        {
            ours[round] = CommitHundred(path, round + 4);
            peers[round] = CopyHundred(path + ".dd");
            reads[round] = ReadHundred(path);
            ratios[round] = peers[round] / ours[round];
        }

        var used = Process.GetCurrentProcess().TotalProcessorTime;
        for (var round = 0; round < rounds; round++)
            ReadHundred(path);
        used = Process.GetCurrentProcess().TotalProcessorTime - used;
        var (own, peer, read) = (Measurement.Median(ours), Measurement.Median(peers), Measurement.Median(reads));
        Console.WriteLine($"committing 100 MB: {100_000 / own:F0} MB/s, dd conv=fsync {100_000 / peer:F0} MB/s, ratio pair by pair {Measurement.Median(ratios):F2}");
        Console.WriteLine(
            $"reading them back, checksums verified: {100 / read:F2} GB/s; {rounds * 0.1 / used.TotalSeconds:F2} GB a second of processor time");
    }

    private static double CommitHundred(string path, int seed)
    {
        var changes = Enumerable.Range(0, 25)
            .Select(i => KeyValuePair.Create($"w{i}", (Tensor?)Filled(4 * Megabyte, seed * 25 + i))).ToList();
        return Time(() => Commit(path, "s", changes, keep: 2));
    }

    private static double CopyHundred(string path)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dd", ["if=/dev/zero", $"of={path}", "bs=1M", "count=95", "conv=fsync"])
            {
                RedirectStandardError = true,
            },
        };
        var time = Time(() =>
        {
            process.Start();
            process.WaitForExit();
        });
        File.Delete(path);
        return time * 100 / (95 * 1.048576);
    }

    private static double ReadHundred(string path) => Time(() =>
    {
        using var store = Store.OpenForReading(path)!;
        var state = store.RequiredSession("s").Latest;
        for (var i = 0; i < 25; i++)
            _ = state.Read($"w{i}");
    });

    private static void ManyVariables(string folder)
    {
        var (small, large) = (Path.Combine(folder, "small.db"), Path.Combine(folder, "many.db"));
        Commit(small, "s", [KeyValuePair.Create("n", (Tensor?)Tensor.Scalar(0L))]);
        Commit(large, "s", Enumerable.Range(0, 10_000).Select(i => KeyValuePair.Create($"w{i}", (Tensor?)Filled(100_000, i)))
            .Append(KeyValuePair.Create("n", (Tensor?)Tensor.Scalar(0L))));
        var (few, many) = (new double[41], new double[41]);
        for (var round = 0; round < few.Length; round++)
        {
            few[round] = Time(() => CommitNumber(small, round + 1));
            many[round] = Time(() => CommitNumber(large, round + 1));
        }

        var (alone, among) = (Measurement.Median(few), Measurement.Median(many));
        Console.WriteLine($"a changed scalar alone {alone:F2} ms, among 10,000 variables of 1 GB {among:F2} ms, ratio {among / alone:F2}");
        Console.WriteLine($"opening it and reading the scalar: alone {ReadNumber(small):F2} ms, among them {ReadNumber(large):F2} ms");
    }

    private static void LongHistory(string folder)
    {
        var (young, old) = (Path.Combine(folder, "young.db"), Path.Combine(folder, "old.db"));
        CommitNumber(young, 1);
        for (var number = 1; number <= 1000; number++)
            CommitNumber(old, number, keep: 1000);
        Console.WriteLine(
            $"opening and reading a scalar after 1 checkpoint {ReadNumber(young):F2} ms, after 1,000 {ReadNumber(old):F2} ms");
    }

    private static void CommitNumber(string path, long number, int keep = 20) =>
        Commit(path, "s", [KeyValuePair.Create("n", (Tensor?)Tensor.Scalar(number))], keep);

    private static double ReadNumber(string path) => Measurement.Median(41, () =>
    {
        using var store = Store.OpenForReading(path)!;
        _ = store.RequiredSession("s").Latest.Read("n");
    });

    private static void Commit(string path, string session, IEnumerable<KeyValuePair<string, Tensor?>> changes, int keep = 20)
    {
        using var store = Store.OpenForWriting(path);
        using var transaction = store.Begin(session);
        transaction.Commit(new CheckpointRecord { Keep = keep }, changes, []);
    }

    /// <summary>Bytes that do not repeat.</summary>
    private static Tensor Filled(long bytes, int seed)
    {
        const int piece = 1 << 20;
        var value = Tensor.Allocate(DType.Float32, Shape.Of(bytes / sizeof(float)));
        var random = new Random(seed);
        for (var offset = 0L; offset < value.ByteCount; offset += piece)
            random.NextBytes(value.Bytes(offset, (int)Math.Min(piece, value.ByteCount - offset)));
        return value;
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
