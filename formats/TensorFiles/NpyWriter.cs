using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Writes npy files: version 1.0, row-major, little endian, elements from a multiple of 64 bytes on. NumPy has no bfloat16; it is
/// written as the float32 that it widens to, which loses nothing.
/// </summary>
public static class NpyWriter
{
    private const int ChunkElements = 1 << 14;

    /// <exception cref="GraphRunException">Strings and resources, which the format has no dtype for.</exception>
    public static void Write(Tensor tensor, Stream stream)
    {
        stream.Write(Header(tensor));
        if (tensor.DType == DType.BFloat16)
            WriteWidened(tensor, stream);
        else
            ElementBytes.Write(tensor, stream);
    }

    /// <summary>The bytes that <see cref="Write"/> puts out.</summary>
    internal static long Length(Tensor tensor) =>
        Header(tensor).Length + tensor.ElementCount * (tensor.DType == DType.BFloat16 ? sizeof(float) : tensor.DType.Size());

    private static byte[] Header(Tensor tensor) => NpyElement.CodeOf(tensor.DType) is { } code
        ? NpyHeader.Format(code, tensor.Shape)
        : throw new GraphRunException(
            ErrorCode.UnprintableValue, $"a {tensor.DType.Name()} tensor cannot be written as npy", help: "write it with --format json");

    private static void WriteWidened(Tensor tensor, Stream stream)
    {
        var buffer = Tensor.Allocate(DType.Float32, Shape.Of(ChunkElements));
        var wide = buffer.Writable<float>();
        var values = tensor.Values<BFloat16>();
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, ChunkElements);
            for (var i = 0; i < count; i++)
                wide[i] = (float)values[i];
            stream.Write(buffer.Bytes(0, count * sizeof(float)));
            values = values[count..];
        }
    }
}
