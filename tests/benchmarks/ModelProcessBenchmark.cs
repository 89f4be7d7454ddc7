using System.Diagnostics;
using System.Globalization;
using GraphRun.Formats.Binding;

namespace GraphRun.Benchmarks;

/// <summary>
/// A whole <c>graphrun run</c> of a model with one input, from exec to the printed result, beside onnxruntime-node doing the same, in turn.
/// The greatest resident size of each is what the system counts.
/// </summary>
internal static class ModelProcessBenchmark
{
    private const int Rounds = 15;

    private const string Measured =
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";

    /// <param name="executable">graphrun.</param>
    /// <param name="script"><c>peers/onnxrun.mjs</c>.</param>
    /// <param name="modules">The folder that holds the peer's <c>node_modules</c>.</param>
    /// <param name="model">A graph model of TensorFlow.js.</param>
    internal static int Run(string executable, string script, string modules, string model)
    {
        (script, model) = (Path.GetFullPath(script), Path.GetFullPath(model));
        var folder = Directory.CreateTempSubdirectory("graphrun-benchmark").FullName;
        var graph = Binder.Load(model);
        var input = graph.Nodes.Single(node => node.Op.Name == "Placeholder");
        var dims = input.OutputShapes[0].Dims.ToArray();
        dims[0] = 1;
        var (raw, npy, onnx) = (Path.Combine(folder, "x.bin"), Path.Combine(folder, "x.npy"), Path.Combine(folder, "m.onnx"));
        var zeros = new byte[dims.Aggregate(1L, (x, y) => x * y) * sizeof(float)];
        File.WriteAllBytes(raw, zeros);
        File.WriteAllBytes(npy, [.. Header(dims), .. zeros]);
        Start(modules, "node", script, "convert", model, onnx);
        string[] ours = [executable, "run", model, "--ephemeral", "--feed", $"{input.Name}=@{npy}"];
        string[] peers = ["node", script, onnx, raw, $"{dims[3]},{dims[1]},{dims[2]}"];
        var times = new[] { new double[Rounds], new double[Rounds] };
        for (var round = -1; round < Rounds; round++)
        {
            times[0][Math.Max(round, 0)] = Time(modules, ours);
            times[1][Math.Max(round, 0)] = Time(modules, peers);
        }

        string Memory(string[] command) => Start(modules, "/usr/bin/python3", ["-c", Measured, .. command]).Trim();
        var ratio = Measurement.Median([.. times[1].Select((time, i) => time / times[0][i])]);
        Console.WriteLine(
            $"{Path.GetFileNameWithoutExtension(model)}, {graph.Nodes.Count} nodes: graphrun run {Measurement.Median(times[0]):F0} ms, "
            + $"onnxruntime-node {Measurement.Median(times[1]):F0} ms, ratio {ratio:F2}; at most {Memory(ours)} and {Memory(peers)} KiB");
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static double Time(string folder, string[] command)
    {
        var start = Stopwatch.GetTimestamp();
        Start(folder, command[0], command[1..]);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    private static string Start(string folder, string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{file} failed: {errors.Result}");
    }

    /// <summary>What stands before the elements of a float32 array in an .npy file, version 1.</summary>
    private static byte[] Header(long[] dims)
    {
        var shape = string.Join(", ", dims.Select(dim => dim.ToString(CultureInfo.InvariantCulture)));
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}";
        text = text.PadRight((text.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. System.Text.Encoding.ASCII.GetBytes(text)];
    }
}
