using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Checkpoints;
using GraphRun.Formats.Conversion;
using GraphRun.Formats.Models;
using GraphRun.Formats.TensorFiles;
using Xunit;

namespace GraphRun.Tests.Formats;

/// <summary>
/// Small valid files of every format with bits flipped, parts cut out, doubled or overwritten with extreme numbers, by seeded chance: what
/// cannot be read is refused with an error of ours, and memory is not taken for what the file only says. <c>GRAPHRUN_DAMAGE=100000</c>
/// sets the number of damaged files of each format.
/// </summary>
public sealed class DamagedFileTests : IDisposable
{
    private const long MostBytes = 128L << 20;

    private static readonly int count =
        int.TryParse(Environment.GetEnvironmentVariable("GRAPHRUN_DAMAGE"), out var given) ? given : 60;

    private static readonly string tests = Path.Combine(Path.GetDirectoryName(SourcePath())!, "..");

    private readonly string folder = Directory.CreateTempSubdirectory("graphrun-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Formats/Protobuf/Fixtures/loop.pb")]
    [InlineData("Formats/Protobuf/Fixtures/loop.pbtxt")]
    [InlineData("Formats/Protobuf/Fixtures/dense", "saved_model.pb")]
    [InlineData("Formats/Protobuf/Fixtures/first", "saved_model.pb")]
    public void A_damaged_model_is_refused(string fixture, string? damaged = null)
    {
        var path = Copy(fixture);
        Damage(damaged is null ? path : Path.Combine(path, damaged), () => Binder.Load(path, choice: fixture.EndsWith("first", StringComparison.Ordinal) ? new ModelChoice("predict") : null));
    }

    [Theory]
    [InlineData("variables.index")]
    [InlineData("variables.data-00000-of-00001")]
    public void A_damaged_checkpoint_is_refused(string damaged)
    {
        var variables = Path.Combine(Copy("Formats/Protobuf/Fixtures/dense"), "variables");
        Damage(Path.Combine(variables, damaged), () =>
        {
            using var checkpoint = CheckpointFile.Open(Path.Combine(variables, "variables"));
            foreach (var name in checkpoint.Names.ToList())
                checkpoint.Read(name);
        });
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("w.bin")]
    public void A_damaged_model_of_TensorFlow_js_is_refused(string damaged)
    {
        var model = Path.Combine(folder, "model.json");
        File.WriteAllText(model, """
            {"modelTopology": {"node": [{"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"}}},
              {"name": "w", "op": "Const", "attr": {"dtype": {"type": "DT_FLOAT"}}},
              {"name": "s", "op": "Const", "attr": {"dtype": {"type": "DT_STRING"}}},
              {"name": "y", "op": "AddV2", "input": ["x", "w"], "attr": {"T": {"type": "DT_FLOAT"}}}], "library": {}},
             "weightsManifest": [{"paths": ["w.bin"], "weights": [{"name": "w", "shape": [2, 3], "dtype": "float32",
               "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}}, {"name": "s", "shape": [2], "dtype": "string"}]}]}
            """);
        File.WriteAllBytes(Path.Combine(folder, "w.bin"), [1, 2, 3, 4, 5, 6, 1, 0, 0, 0, 65, 2, 0, 0, 0, 66, 67]);
        Damage(Path.Combine(folder, damaged), () => Binder.Load(model));
    }

    [Theory]
    [InlineData("counter.yaml")]
    [InlineData("loops.yaml")]
    [InlineData("statistics.yaml")]
    [InlineData("counter.json")]
    [InlineData("loops.json")]
    public void A_damaged_graph_file_is_refused(string name)
    {
        var (stem, source) = (Path.GetFileNameWithoutExtension(name), Path.Combine(folder, name));
        var example = Path.Combine(tests, "..", "examples", stem, stem + ".yaml");
        if (name.EndsWith(".json", StringComparison.Ordinal))
            GraphOutput.Write(GraphExpansion.Of(Binder.Load(example), new ConversionRequest()), source, GraphFormat.Json, 1000, overwrites: false);
        else
            File.Copy(example, source);
        Damage(source, () => Binder.Load(source));
    }

    [Theory]
    [InlineData("Formats/TensorFiles/Fixtures/int64.npy")]
    [InlineData("Formats/TensorFiles/Fixtures/bytes.npy")]
    [InlineData("Formats/TensorFiles/Fixtures/fortran.npy")]
    [InlineData("Formats/TensorFiles/Fixtures/deflated.npz")]
    [InlineData("Formats/Images/Fixtures/palette2.png")]
    [InlineData("Formats/Images/Fixtures/interlaced_17x13.png")]
    [InlineData("Formats/Images/Fixtures/gray_alpha16.png")]
    [InlineData("Formats/Images/Fixtures/baseline_420.jpg")]
    [InlineData("Formats/Images/Fixtures/gray.jpg")]
    public void A_damaged_tensor_file_or_image_is_refused(string fixture)
    {
        var path = Copy(fixture);
        Damage(path, () => Read(path));
    }

    [Theory]
    [InlineData("a.csv", "x,y\n1,2.5\n-3e4,inf\n")]
    [InlineData("a.tsv", "1\t2\n3\t4\n")]
    [InlineData("a.json", """{"x": [[1, 2.5], [-3, "NaN"]], "y": "text", "z": [true, false]}""")]
    [InlineData("a.jsonl", "{\"x\": [1, 2]}\n{\"y\": [3, 4]}\n")]
    public void A_damaged_text_is_refused(string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
        Damage(Path.Combine(folder, name), () => Read(Path.Combine(folder, name)));
    }

    [Fact]
    public void A_damaged_safetensors_file_is_refused()
    {
        var header = """{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"I16","shape":[],"data_offsets":[8,10]}}""";
        var path = Path.Combine(folder, "a.safetensors");
        File.WriteAllBytes(path, [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header), .. new byte[10]]);
        Damage(path, () => TensorFile.ReadAll(path));
    }

    private static void Read(string path)
    {
        if (Path.GetExtension(path) is ".npz" or ".json" or ".jsonl")
            TensorFile.ReadAll(path);
        else
            TensorFile.Read(path);
    }

    private void Damage(string file, Action read)
    {
        var valid = File.ReadAllBytes(file);
        Assert.Null(Record.Exception(read));
        var before = Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Length;
        for (var seed = 0; seed < count; seed++)
        {
            File.WriteAllBytes(file, Damaged(valid, new Random(seed)));
            var start = GC.GetAllocatedBytesForCurrentThread();
            var error = Record.Exception(read);
            Assert.True(error is null or GraphRunException { Code: not ErrorCode.Internal }, $"seed {seed}: {error}");
            var taken = GC.GetAllocatedBytesForCurrentThread() - start;
            Assert.True(taken < MostBytes, $"seed {seed} took {taken} bytes: {error?.Message}");
        }

        Assert.Equal(before, Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Length);
    }

    private static byte[] Damaged(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 17), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : length); break;
                case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 4: Overwrite(bytes, at, [0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0x7F], length); break;
                default: Overwrite(bytes, at, "99999999999999999"u8.ToArray(), length); break;
            }
        }

        return [.. bytes];
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with, int length)
    {
        for (var i = 0; i < Math.Min(length, with.Length); i++)
            bytes[at + i] = with[i];
    }

    /// <summary>A copy of a file or folder of this project.</summary>
    private string Copy(string fixture)
    {
        var source = Path.Combine(tests, fixture);
        var target = Path.Combine(folder, Path.GetFileName(fixture));
        if (File.Exists(source))
        {
            File.Copy(source, target);
            return target;
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    private static string SourcePath([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
