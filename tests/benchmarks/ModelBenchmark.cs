using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Benchmarks;

/// <summary>
/// Graph models of TensorFlow.js: what loading takes beside reading the file of weights alone, and a run on one thread. Unknown dims of
/// inputs are 1 for the batch, else 256.
/// </summary>
internal static class ModelBenchmark
{
    private const int Rounds = 11;

    /// <param name="folder">The folder with <c>NAME.json</c> and <c>NAME.bin</c>.</param>
    /// <param name="names">The models; none for all that are there.</param>
    internal static int Run(string folder, string[] names)
    {
        Workers.Count = 1;
        if (names.Length == 0)
            names = [.. Directory.EnumerateFiles(folder, "*.bin").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];
        foreach (var name in names)
            Measure(Path.Combine(folder, $"{name}.json"));
        return 0;
    }

    private static void Measure(string path)
    {
        var reading = Measurement.Median(Rounds, () => File.ReadAllBytes(Path.ChangeExtension(path, ".bin")));
        var loading = Measurement.Median(Rounds, () => Binder.Load(path));
        var graph = Binder.Load(path);
        Output[] inputs = [.. graph.Nodes.Where(node => node.Op.Name == "Placeholder").Select(node => new Output(node, 0))];
        Tensor[] values = [.. inputs.Select(Zeros)];
        var request = new RunRequest { Feeds = inputs, Fetches = [.. graph.Outputs.Select(output => output.Fetch)] };
        var planning = Measurement.Median(3, () => Planner.Plan(graph, new Session(), request));
        var plan = Planner.Plan(graph, new Session(), request);
        var running = Measurement.Median(Rounds, () => plan.Run(values));
        Console.WriteLine(
            $"{Path.GetFileNameWithoutExtension(path),-26} {graph.Nodes.Count,5} nodes: read weights {reading,6:F1} ms, load {loading,6:F1} ms"
            + $", plan {planning,6:F1} ms, run {running,8:F2} ms");
    }

    private static Tensor Zeros(Output input)
    {
        var dims = input.Shape.Dims.ToArray();
        for (var axis = 0; axis < dims.Length; axis++)
            dims[axis] = dims[axis] >= 0 ? dims[axis] : axis == 0 ? 1 : axis == dims.Length - 1 ? 3 : 256;
        var tensor = Tensor.Allocate(input.DType, Shape.Of(dims));
        tensor.Bytes(0, (int)tensor.ByteCount).Clear();
        return tensor;
    }
}
