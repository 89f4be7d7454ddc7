using System.Diagnostics;
using System.Runtime.InteropServices;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>
/// Whole models beside ONNX Runtime with one and two threads and TensorFlow.js WebAssembly with one, in turns, so that noise of the machine
/// meets all alike; a turn's time is that of its quickest run. A ratio is the median of the rounds' ratios of the peer's time to ours; above 1
/// this program is faster.
/// </summary>
internal static class PeerBenchmark
{
    private const int Rounds = 7;
    private const int MillisecondsPerTurn = 60;

    /// <param name="script"><c>peers/models.mjs</c>.</param>
    /// <param name="modules">The folder that holds the peers' <c>node_modules</c>.</param>
    /// <param name="folder">The folder with <c>NAME.json</c> and <c>NAME.bin</c>.</param>
    /// <param name="names">The models.</param>
    internal static int Run(string script, string modules, string folder, string[] names)
    {
        Console.WriteLine(
            $"{"one thread",-20}{"ours us",10}{"onnx us",10}{"wasm us",10}{"onnx",8}{"wasm",8}"
            + $"  {"two threads",-12}{"onnx us",10}{"onnx",8}  differs");
        foreach (var name in names)
        {
            var work = Directory.CreateTempSubdirectory("graphrun-benchmark").FullName;
            Measure(script, modules, Path.Combine(folder, $"{name}.json"), work);
            Directory.Delete(work, recursive: true);
        }

        return 0;
    }

    private static void Measure(string script, string modules, string path, string work)
    {
        var graph = Binder.Load(path);
        Output[] inputs = [.. graph.Nodes.Where(node => node.Op.Name == "Placeholder").Select(node => new Output(node, 0))];
        Tensor[] values = [.. inputs.Select(Numbers)];
        for (var i = 0; i < values.Length; i++)
            File.WriteAllBytes(Path.Combine(work, $"in_{i}.bin"), values[i].Bytes(0, (int)values[i].ByteCount).ToArray());
        using var wasm = new Peer(script, modules);
        using var single = new Peer(script, modules);
        using var both = new Peer(script, modules);
        string[] Open(Peer peer, string kind, int threads) => peer.Ask(kind, $"{threads}", path, work).Split('\t');
        var loaded = Open(wasm, "wasm", 1);
        var names = Open(single, "onnx", 1);
        Open(both, "onnx", 2);
        if (names[0] != "ready")
        {
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(path),-20} {names[0]} {loaded[0]}");
            return;
        }

        var fetches = names[1..].Select(name => new Fetch(OutputNames.Find(graph, name))).ToArray();
        Workers.Count = 1;
        var request = new RunRequest { Feeds = inputs, Fetches = fetches };
        var plan = Planner.Plan(graph, new Session(), request);
        var difference = Difference(plan.Run(values), work);
        var one = Turns(() => plan.Run(values), single, wasm);
        Workers.Count = 2;
        var two = Turns(() => plan.Run(values), both);
        Console.WriteLine(
            $"{Path.GetFileNameWithoutExtension(path),-20}{one.Times[0],10:F0}{one.Times[1],10:F0}{one.Times[2],10:F0}"
            + $"{one.Ratios[1],8:F2}{one.Ratios[2],8:F2}"
            + $"  {two.Times[0],-12:F0}{two.Times[1],10:F0}{two.Ratios[1],8:F2}  {difference:E1}");
    }

    /// <summary>Medians of our time and the peers', and of the ratios of theirs to ours.</summary>
    private static (double[] Times, double[] Ratios) Turns(Action run, params Peer[] peers)
    {
        var times = new double[peers.Length + 1][];
        for (var i = 0; i < times.Length; i++)
            times[i] = new double[Rounds];
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < times.Length; i++)
                times[i][Math.Max(round, 0)] = i == 0 ? Turn(run) : peers[i - 1].Turn(MillisecondsPerTurn);
        }

        var ratios = times.Select(peer => Measurement.Median([.. peer.Select((time, round) => time / times[0][round])])).ToArray();
        return ([.. times.Select(Measurement.Median)], ratios);
    }

    /// <summary>Microseconds of one run: the least of the runs of one turn.</summary>
    private static double Turn(Action run)
    {
        var (start, count, least) = (Stopwatch.GetTimestamp(), 0, double.MaxValue);
        while (count++ < 3 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < MillisecondsPerTurn)
        {
            var begin = Stopwatch.GetTimestamp();
            run();
            least = Math.Min(least, Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }

        return least;
    }

    /// <summary>The greatest difference between our results and those of the peer that ran last, relative to the greatest element.</summary>
    private static double Difference(Tensor[] results, string work)
    {
        var worst = 0.0;
        for (var i = 0; i < results.Length; i++)
        {
            var own = results[i].Values<float>();
            var other = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(work, $"out_{i}.bin")));
            var (difference, greatest) = (own.Length == other.Length ? 0.0 : double.NaN, 1e-30);
            for (var j = 0; j < Math.Min(own.Length, other.Length); j++)
                (difference, greatest) = (Math.Max(difference, Math.Abs(own[j] - other[j])), Math.Max(greatest, Math.Abs(own[j])));
            worst = Math.Max(worst, difference / greatest);
        }

        return worst;
    }

    /// <summary>The same numbers from 0 to 1 in every run. Unknown dims are 1 for the batch, 3 for channels, else 256.</summary>
    private static Tensor Numbers(Output input)
    {
        var dims = input.Shape.Dims.ToArray();
        for (var axis = 0; axis < dims.Length; axis++)
            dims[axis] = dims[axis] >= 0 ? dims[axis] : axis == 0 ? 1 : axis == dims.Length - 1 ? 3 : 256;
        var tensor = Tensor.Allocate(input.DType, Shape.Of(dims));
        var state = 12345u;
        foreach (ref var element in tensor.Writable<float>())
        {
            state = (state * 1664525) + 1013904223;
            element = (state >> 16) / 65536f;
        }

        return tensor;
    }
}
