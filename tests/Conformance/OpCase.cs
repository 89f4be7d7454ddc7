using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Tests.Conformance;

/// <summary>A case of <c>tests/Conformance</c>: a model with its inputs and the outputs expected of it.</summary>
internal sealed class OpCase : IDisposable
{
    private static readonly Lazy<string> folders = new(Unpack);

    private readonly string folder;
    private readonly JsonDocument description;

    private OpCase(string id)
    {
        folder = Path.Combine(folders.Value, id);
        description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
    }

    /// <summary>The case's name and the op it is about, of all cases.</summary>
    public static IEnumerable<(string Id, string Op)> All =>
        File.ReadLines(Path.Combine(Source(), "cases.tsv")).Skip(1).Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1]));

    public double RelativeTolerance => description.RootElement.GetProperty("rtol").GetDouble();

    public double AbsoluteTolerance => description.RootElement.GetProperty("atol").GetDouble();

    public static OpCase Open(string id) => new(id);

    public void Dispose() => description.Dispose();

    /// <summary>The model.</summary>
    public Graph Load() => Binder.Load(Path.Combine(folder, "model.json"));

    /// <summary>Each output that is expected: its name and value, and what the model gives.</summary>
    public IEnumerable<(string Name, Tensor Expected, Tensor Actual)> Run()
    {
        var graph = Load();
        var outputs = Named("outputs").ToList();
        var results = new Session().Run(graph, [.. outputs.Select(output => Fetch.Parse(graph, output.Name))], Feeds(graph));
        return outputs.Zip(results, (output, result) => (output.Name, output.Value, result));
    }

    /// <summary>The inputs for a graph that has the model's placeholders.</summary>
    public IReadOnlyList<(Output Output, Tensor Value)> Feeds(Graph graph) =>
        [.. Named("inputs").Select(input => (OutputNames.Find(graph, input.Name), Feed(graph, input.Name, input.Value)))];

    private static Tensor Feed(Graph graph, string name, Tensor value) =>
        TensorConversion.Convert(value, OutputNames.Find(graph, name).DType);

    private IEnumerable<(string Name, Tensor Value)> Named(string part)
    {
        foreach (var entry in description.RootElement.GetProperty(part).EnumerateArray())
        {
            var file = entry.GetProperty("file").GetString()!;
            using var stream = File.OpenRead(Path.Combine(folder, file));
            yield return (entry.GetProperty("name").GetString()!, NpyReader.Read(stream, file));
        }
    }

    private static string Unpack()
    {
        var target = Directory.CreateTempSubdirectory("graphrun-cases-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(target, recursive: true);
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Source(), "cases.tar.gz")), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(stream, target, overwriteFiles: false);
        return target;
    }

    private static string Source([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
