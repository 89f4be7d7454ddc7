using System.Diagnostics;
using System.Globalization;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>
/// Steps of training beside PyTorch's eager ones, on 1 and 2 threads, in turns: the peer's side is <c>peers/training.py</c>. A ratio is
/// the median of the rounds' ratios; above 1 this program is faster. Of the smallest step the part that is no kernel is told too.
/// </summary>
internal static class TrainingBenchmark
{
    private const int Rounds = 7;
    private const double MillisecondsPerTurn = 150;

    private static readonly (string Name, string Feeds, string Text)[] cases =
    [
        ("iris", "x 30 4, y 30", """
            graphrun: 1
            nodes:
              x: placeholder(float32, [batch, 4])
              y: placeholder(int32, [batch])
              w: variable(zeros([4, 3]))
              b: variable(zeros([3]))
              loss: reduce_mean(sparse_softmax_cross_entropy_with_logits(labels=y, logits=x @ w + b))
              train: minimize(loss, adam(0.01))
            """),
        ("mlp", "x 128 784, y 128", """
            graphrun: 1
            seed: 1
            nodes:
              x: placeholder(float32, [batch, 784])
              y: placeholder(int32, [batch])
              w1: variable(glorot_uniform([784, 256]))
              b1: variable(zeros([256]))
              w2: variable(glorot_uniform([256, 10]))
              b2: variable(zeros([10]))
              hidden: relu(x @ w1 + b1)
              loss: reduce_mean(sparse_softmax_cross_entropy_with_logits(labels=y, logits=hidden @ w2 + b2))
              train: minimize(loss, adam(0.001))
            """),
        ("digits", "x 64 8 8 1, y 64", """
            graphrun: 1
            seed: 1
            nodes:
              x: placeholder(float32, [batch, 8, 8, 1])
              y: placeholder(int32, [batch])
              f1: variable(glorot_uniform([3, 3, 1, 16]))
              c1: variable(zeros([16]))
              f2: variable(glorot_uniform([3, 3, 16, 32]))
              c2: variable(zeros([32]))
              w: variable(glorot_uniform([512, 10]))
              b: variable(zeros([10]))
              first: relu(conv2d(x, f1, strides=[1, 1, 1, 1], padding='SAME') + c1)
              pooled: max_pool(first, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='SAME')
              second: relu(conv2d(pooled, f2, strides=[1, 1, 1, 1], padding='SAME') + c2)
              loss: reduce_mean(sparse_softmax_cross_entropy_with_logits(labels=y, logits=reshape(second, [-1, 512]) @ w + b))
              train: minimize(loss, adam(0.001))
            """),
        ("gru", "x 32 64 32, y 32", """
            graphrun: 1
            import: layers
            seed: 1
            nodes:
              x: placeholder(float32, [batch, 64, 32])
              y: placeholder(int32, [batch])
              states: layers.gru(x, 128)
              w: variable(glorot_uniform([128, 10]))
              b: variable(zeros([10]))
              loss: reduce_mean(sparse_softmax_cross_entropy_with_logits(labels=y, logits=states[:, -1, :] @ w + b))
              train: minimize(loss, adam(0.001))
            """),
    ];

    internal static int Run(string script, string[] wanted)
    {
        foreach (var threads in new[] { 1, 2 })
        {
            Workers.Count = threads;
            using var peer = Start(script, threads);
            foreach (var (name, feeds, text) in cases.Where(entry => wanted.Length == 0 || wanted.Contains(entry.Name)))
                Measure(name, Step(text, feeds), threads, peer);
        }

        Console.WriteLine($"the most memory of this process: {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB");
        return 0;
    }

    private static void Measure(string name, Action step, int threads, Process? peer)
    {
        var (ours, theirs) = (new double[Rounds], new double[Rounds]);
        Ask(peer, name);
        Time(step);
        for (var round = 0; round < Rounds; round++)
            (ours[round], theirs[round]) = (Time(step), Ask(peer, name));
        var ratio = Measurement.Median([.. ours.Zip(theirs, (own, other) => other / own)]);
        Console.WriteLine(
            $"{name,-8} {threads} thread{(threads == 1 ? " " : "s")} {Measurement.Median(ours),9:F1} us, "
            + $"PyTorch {Measurement.Median(theirs),9:F1} us, ratio {ratio:F2}, {Bytes(step),9:N0} bytes allocated in a step");
    }

    private static Action Step(string text, string feeds)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        var graph = Binder.Load(path);
        File.Delete(path);
        var session = new Session();
        session.Initialize(graph);
        var given = feeds.Split(", ").Select(feed => feed.Split(' ')).ToList();
        Tensor[] values = [.. given.Select(feed => Values(feed[0], Array.ConvertAll(feed[1..], Size)))];
        var plan = Planner.Plan(graph, session, new RunRequest
        {
            Feeds = [.. given.Select(feed => new Output(OutputNames.FindNode(graph, feed[0]), 0))],
            FeedShapes = [.. values.Select(value => value.Shape)],
            Fetches = [Fetch.Parse(graph, "loss")],
            Targets = [OutputNames.FindNode(graph, "train")],
        });
        return () => plan.Run(values);
    }

    private static long Size(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Numbers between -1 and 1 for x, classes for y.</summary>
    private static Tensor Values(string name, long[] dims)
    {
        var tensor = Tensor.Allocate(name == "y" ? DType.Int32 : DType.Float32, Shape.Of(dims));
        var state = 1u;
        for (var i = 0; i < tensor.ElementCount; i++)
        {
            state = (state * 1664525) + 1013904223;
            if (name == "y")
                tensor.Writable<int>()[i] = (int)((state >> 16) % 3);
            else
                tensor.Writable<float>()[i] = ((state >> 8) / (float)(1 << 23)) - 1;
        }

        return tensor;
    }

    /// <summary>The median time of a step within a turn, in microseconds.</summary>
    private static double Time(Action step)
    {
        var times = new List<double>();
        var start = Stopwatch.GetTimestamp();
        do
        {
            var begin = Stopwatch.GetTimestamp();
            step();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < MillisecondsPerTurn);

        return Measurement.Median([.. times]);
    }

    private static long Bytes(Action step)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        step();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Ask(Process? peer, string name)
    {
        if (peer is null)
            return double.NaN;
        peer.StandardInput.WriteLine(name);
        return double.Parse(peer.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    private static Process? Start(string script, int threads)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [script, $"{threads}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return File.Exists(script) ? Process.Start(start) : null;
    }
}
