using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

/// <summary>What a writer puts out, the reader of the format reads back to the same dtype, shape and bits.</summary>
public class RoundTripTests
{
    private static readonly DType[] numbers =
    [
        DType.Float32, DType.Float64, DType.Float16, DType.BFloat16, DType.Int8, DType.Int16, DType.Int32, DType.Int64, DType.UInt8,
        DType.UInt16, DType.UInt32, DType.UInt64, DType.Bool,
    ];

    private static Gen<Shape> Shapes(int maxRank) =>
        from rank in Gen.Choose(0, maxRank)
        from dims in Gen.Choose(0, 4).ArrayOf(rank)
        select Shape.Of([.. dims.Select(size => (long)size)]);

    /// <summary>Any bits at all, save that bools are 0 or 1.</summary>
    private static Gen<Tensor> Numbers(int maxRank, params DType[] more) =>
        from dtype in Gen.Elements(numbers.Concat(more).ToArray())
        from shape in Shapes(maxRank)
        from bytes in Gen.Choose(0, 255).ArrayOf((int)shape.ElementCount * dtype.Size())
        select FromBytes(dtype, shape, bytes);

    private static Gen<byte[]> Texts() => Gen.OneOf(
        Gen.Choose(0, 255).ArrayOf().Select(bytes => bytes.Select(value => (byte)value).ToArray()),
        Gen.Elements("", "a", "\"", ",", "\n", "\r\n", "Grüße", "\\", "\0").Select(Encoding.UTF8.GetBytes));

    private static Gen<Tensor> Strings(int maxRank) =>
        from shape in Shapes(maxRank)
        from texts in Texts().ArrayOf((int)shape.ElementCount)
        select Tensor.Of<byte[]>(shape, texts);

    /// <summary>What CSV can show: it has no form for a matrix without elements.</summary>
    private static Gen<Tensor> Tables() =>
        Gen.OneOf(Numbers(2).Select(WithPlainNaNs), Strings(2)).Where(tensor => tensor.ElementCount > 0);

    private static Tensor FromBytes(DType dtype, Shape shape, int[] bytes)
    {
        var tensor = Tensor.Allocate(dtype, shape);
        var target = Fixture.BytesOf(tensor);
        for (var i = 0; i < bytes.Length; i++)
            target[i] = (byte)(dtype == DType.Bool ? bytes[i] & 1 : bytes[i]);
        return tensor;
    }

    /// <summary>Text keeps no NaN's payload: all become the one that its word means.</summary>
    private static Tensor WithPlainNaNs(Tensor tensor)
    {
        for (var i = 0; i < tensor.ElementCount; i++)
        {
            if (tensor.DType == DType.Float32 && float.IsNaN(tensor.Values<float>()[i]))
                tensor.Writable<float>()[i] = float.NaN;
            else if (tensor.DType == DType.Float64 && double.IsNaN(tensor.Values<double>()[i]))
                tensor.Writable<double>()[i] = double.NaN;
            else if (tensor.DType == DType.Float16 && Half.IsNaN(tensor.Values<Half>()[i]))
                tensor.Writable<Half>()[i] = Half.NaN;
            else if (tensor.DType == DType.BFloat16 && float.IsNaN((float)tensor.Values<BFloat16>()[i]))
                tensor.Writable<BFloat16>()[i] = (BFloat16)float.NaN;
        }

        return tensor;
    }

    private static void ForAll(Gen<Tensor> tensors, Func<Tensor, Tensor> throughFile) =>
        Prop.ForAll(tensors.ToArbitrary(), tensor => Fixture.Same(tensor, throughFile(tensor))).QuickCheckThrowOnFailure();

    private static Tensor ThroughStream(Action<Stream> write, Func<Stream, Tensor> read)
    {
        var stream = new MemoryStream();
        write(stream);
        stream.Position = 0;
        return read(stream);
    }

    [Fact]
    public void Npy() => ForAll(
        Numbers(4, DType.Complex64, DType.Complex128).Where(tensor => tensor.DType != DType.BFloat16),
        tensor => ThroughStream(stream => NpyWriter.Write(tensor, stream), stream => NpyReader.Read(stream, "a.npy")));

    [Fact]
    public void Npz() => ForAll(
        Numbers(4, DType.Complex64).Where(tensor => tensor.DType != DType.BFloat16),
        tensor => ThroughStream(stream => NpzWriter.Write([new("x", tensor)], stream), stream => NpzReader.Read(stream, "a.npz", "x")));

    [Fact]
    public void Safetensors() => ForAll(
        Numbers(4, DType.Complex64),
        tensor => ThroughStream(
            stream => SafetensorsWriter.Write([new("x", tensor), new("other", Tensor.Scalar(1))], stream),
            stream => SafetensorsReader.Read(stream, "a.safetensors", "x")));

    [Fact]
    public void Raw() => ForAll(
        Numbers(4, DType.Complex64),
        tensor => ThroughStream(
            stream => RawTensor.Write(tensor, stream),
            stream => RawTensor.Read(stream, "a.bin", new ExpectedTensor(tensor.DType, tensor.Shape))));

    [Fact]
    public void Json() => ForAll(Gen.OneOf(Numbers(4).Select(WithPlainNaNs), Strings(3)), tensor =>
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            TensorJsonWriter.WriteDescribed(writer, tensor);
        return TensorJson.Read(buffer.WrittenSpan, "a.json");
    });

    [Fact]
    public void Csv() => ForAll(Tables(), tensor => ThroughCsv(tensor, CsvOptions.Csv));

    [Fact]
    public void Tsv() => ForAll(Tables(), tensor => ThroughCsv(tensor, CsvOptions.Tsv));

    private static Tensor ThroughCsv(Tensor tensor, CsvOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CsvWriter.Write(tensor, buffer, options);
        var expected = new ExpectedTensor(tensor.DType, tensor.Shape);
        return CsvReader.Read(buffer.WrittenSpan, "a.csv", options with { Header = CsvHeader.No }, null, expected);
    }
}
