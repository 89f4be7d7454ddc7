using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Training;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Training;

/// <summary>
/// Examples in files of every format, read into memory and left on disk. Example i is x = [10 i, 10 i + 1], y = i.
/// </summary>
public sealed class DataFilesTests : IDisposable
{
    private const int Count = 7;

    private readonly string folder = Directory.CreateTempSubdirectory("graphrun").FullName;

    public static TheoryData<string, bool> Files
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var file in new[] { "x.npy", "x-big-endian.npy", "x-double.npy", "x.npz", "x.safetensors", "x.csv", "x.tsv", "x.jsonl" })
            {
                cases.Add(file, false);
                cases.Add(file, true);
            }

            return cases;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void Any_rows_of_a_file_make_a_batch(string file, bool staysOnDisk)
    {
        using var data = Open([$"x={Make(file)}"], staysOnDisk);

        Assert.Equal(Count, data.Count);
        Assert.Equal(!staysOnDisk, data.IsInMemory);
        Assert.Equal([50, 51, 0, 1, 10, 11, 20, 21, 60, 61], data.Batch([5, 0, 1, 2, 6])[0].Values<float>().ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_of_several_files_follow_each_other(bool staysOnDisk)
    {
        using var data = Open([$"x={Make("x.npy")}", $"x={Make("x.csv")}", $"x={Make("x.jsonl")}"], staysOnDisk);

        Assert.Equal(3 * Count, data.Count);
        Assert.Equal([60, 61, 0, 1, 60, 61, 0, 1, 10, 11], data.Batch([6, 7, 13, 14, 15])[0].Values<float>().ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_table_gives_each_output_the_column_of_its_name(bool staysOnDisk)
    {
        var path = Write("t.csv", "\uFEFFu,\"v\",name\r\n\r\n1,-1,\"a,\n\"\"b\"\"\"\r\n2,-2,\"c\"\n\n3,-3,d");
        using var data = Open([path], staysOnDisk, ("u", DType.Int32, Shape.Of(-1)), ("name", DType.String, Shape.Of(-1)));

        var batch = data.Batch([2, 0]);

        Assert.Equal([3, 1], batch[0].Values<int>().ToArray());
        Assert.Equal(["d", "a,\n\"b\""], batch[1].Values<byte[]>().ToArray().Select(Encoding.UTF8.GetString));
    }

    [Theory]
    [InlineData("b.csv", "u\n1\n\n2\n3.5\n", "b.csv: row 5, column 1: ")]
    [InlineData("b.csv", "u\n1\n2\nthree\n", "b.csv: row 4, column 1: ")]
    [InlineData("b.jsonl", "{\"u\": 1}\n\n{\"u\": 2.5}\n", "b.jsonl:3: ")]
    [InlineData("b.jsonl", "{\"u\": 1}\n{\"u\": [2]}\n", "b.jsonl:2: shape [1] where")]
    [InlineData("b.jsonl", "{\"u\": 1}\n{\"v\": 2}\n", "b.jsonl:2: ")]
    public void A_wrong_row_on_disk_is_named_when_it_is_used(string name, string text, string place)
    {
        var path = Write(name, text);
        using var data = Open([$"u={path}:u"], true, ("u", DType.Int32, Shape.Of(-1)));

        Assert.Equal([1], data.Batch([0])[0].Values<int>().ToArray());
        var error = Assert.Throws<GraphRunException>(() => data.Batch([.. Enumerable.Range(0, (int)data.Count)]));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u,v\n1,2\n\n3\n", "row 4, column 1: the row has 1 cells where the first row has 2")]
    [InlineData("u,v\n1,2\n3,\"4\n", "row 3, column 2: a quote is never closed")]
    [InlineData("w,v\n1,2\n", "no column 'u'")]
    [InlineData("", "no rows")]
    [InlineData("u\n", "there are no examples")]
    public void A_damaged_table_on_disk_is_an_error_before_anything_is_learnt(string text, string message)
    {
        var path = Write("bad.csv", text);

        var error = Assert.Throws<GraphRunException>(() => Open([path], true, ("u", DType.Float32, Shape.Of(-1))));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_does_not_fit_is_named_with_its_example()
    {
        var path = Write("n.npy", Npy("<f8", [3], Doubles([1, 2, 2.5])));
        using var data = Open([$"u={path}"], true, ("u", DType.Int32, Shape.Of(-1)));

        var error = Assert.Throws<GraphRunException>(() => data.Batch([0, 1, 2]));

        Assert.Contains("example 2: feed 'u': int32 takes an integer, got the fraction 2.5", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Examples_of_another_shape_are_an_error_in_the_words_of_TensorFlow(bool staysOnDisk)
    {
        var error = Assert.Throws<GraphRunException>(() => Open([$"u={Make("x.npy")}"], staysOnDisk, ("u", DType.Float32, Shape.Of(-1, 3))));

        Assert.Contains("Cannot feed value of shape (7, 2) for Tensor 'u:0', which has shape '(?, 3)'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Columns_of_different_lengths_are_an_error(bool staysOnDisk)
    {
        var short5 = Write("y.npy", Npy("<f4", [5], Floats([0, 1, 2, 3, 4])));

        var error = Assert.Throws<GraphRunException>(() => Open(
            [$"x={Make("x.npy")}", $"y={short5}"], staysOnDisk, ("x", DType.Float32, Shape.Of(-1, 2)), ("y", DType.Float32, Shape.Of(-1))));

        Assert.Contains("'y' has 5 examples, and 'x' has 7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_cut_off_is_an_error(bool staysOnDisk)
    {
        var path = Write("cut.npy", Npy("<f4", [7, 2], Floats([1, 2, 3])));

        var error = Assert.Throws<GraphRunException>(() => Open([$"x={path}"], staysOnDisk));

        Assert.Contains("56 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_come_in_the_same_order_whoever_reads_them(bool staysOnDisk)
    {
        using var data = Open([$"x={Make("x.npy")}"], staysOnDisk);
        var expected = new BatchOrder(Count, 3, dropsRest: false, seed: 5);
        using var reader = new BatchReader(data, new BatchOrder(Count, 3, dropsRest: false, seed: 5), 4);

        var used = (UInt128)4;
        for (var i = 0; i < 10; i++)
        {
            var rows = expected.Next(used).ToArray();
            used += (ulong)rows.Length;
            var (batch, count) = reader.Next();
            Assert.Equal(rows.Length, count);
            Assert.Equal(rows.SelectMany(row => new[] { 10f * row, 10f * row + 1 }), batch[0].Values<float>().ToArray());
        }
    }

    private static TrainingData Open(string[] arguments, bool staysOnDisk, params (string Name, DType DType, Shape Shape)[] outputs)
    {
        var builder = new GraphBuilder();
        var needed = (outputs.Length > 0 ? outputs : [("x", DType.Float32, Shape.Of(-1, 2))])
            .ToDictionary(output => output.Name, output => builder.Placeholder(output.Name, output.DType, output.Shape));
        var files = new DataFiles(builder.Build(), needed, new StandardInput(() => Stream.Null, false), staysOnDisk ? 0 : 1 << 20);
        return files.Read(arguments);
    }

    private string Make(string name)
    {
        var values = Enumerable.Range(0, 2 * Count).Select(i => (i / 2 * 10.0) + (i % 2)).ToArray();
        var rows = Enumerable.Range(0, Count).Select(i => (10 * i, 10 * i + 1));
        return name switch
        {
            "x.npy" => Write(name, Npy("<f4", [Count, 2], Floats(values))),
            "x-big-endian.npy" => Write(name, Npy(">f4", [Count, 2], [.. Floats(values).Chunk(4).SelectMany(bytes => bytes.Reverse())])),
            "x-double.npy" => Write(name, Npy("<f8", [Count, 2], Doubles(values))),
            "x.npz" => Npz(name, Npy("<f4", [Count, 2], Floats(values))),
            "x.safetensors" => Safetensors(name, Floats(values)),
            "x.csv" => Write(name, string.Concat(rows.Select(row => $"{row.Item1},{row.Item2}\n"))),
            "x.tsv" => Write(name, string.Concat(rows.Select(row => $"{row.Item1}\t{row.Item2}\n"))),
            _ => Write(name, string.Concat(rows.Select(row => $"[{row.Item1}, {row.Item2}]\n"))),
        };
    }

    private string Npz(string name, byte[] entry)
    {
        var path = Path.Combine(folder, name);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using var stream = archive.CreateEntry("x.npy").Open();
        stream.Write(entry);
        return path;
    }

    private string Safetensors(string name, byte[] bytes)
    {
        var header = Encoding.UTF8.GetBytes(
            $$$"""{"first":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[{{{Count}}},2],"data_offsets":[8,{{{8 + bytes.Length}}}]}}""");
        var path = Write(name, [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[8], .. bytes]);
        return $"{path}:x";
    }

    private static byte[] Npy(string dtype, long[] shape, byte[] elements)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({string.Join(",", shape)},), }}\n");
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. header, .. elements];
    }

    private static byte[] Floats(double[] values) => [.. values.SelectMany(value => BitConverter.GetBytes((float)value))];

    private static byte[] Doubles(double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
