using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

/// <summary>Files made by NumPy (see <c>Fixtures/make.py</c>), and shorthands for reading and comparing tensors.</summary>
internal static class Fixture
{
    private static readonly string folder = Path.Combine(Path.GetDirectoryName(SourcePath())!, "Fixtures");

    public static string PathOf(string name) => Path.Combine(folder, name);

    public static FileStream Open(string name) => File.OpenRead(PathOf(name));

    public static string Text(Tensor tensor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        TensorText.Write(tensor, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The error of a reading that must fail: its code, and a part of its message.</summary>
    public static void Fails(ErrorCode code, string part, Func<object> read)
    {
        var error = Assert.Throws<GraphRunException>(read);
        Assert.Equal(code, error.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    public static Span<byte> BytesOf(Tensor tensor) => tensor.Bytes(0, (int)tensor.ByteCount);

    public static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        if (expected.DType == DType.String)
            Assert.Equal(expected.Values<byte[]>().ToArray(), actual.Values<byte[]>().ToArray());
        else
            Assert.True(BytesOf(expected).SequenceEqual(BytesOf(actual)), "the elements differ");
    }

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
