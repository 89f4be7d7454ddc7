using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>The elements of a tensor as little-endian bytes and nothing else: dtype and shape must be known from elsewhere.</summary>
public static class RawTensor
{
    /// <summary>Reads a stream to its end.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="GraphRunException">
    /// No dtype or no whole shape is given; the stream has fewer or more bytes than they take.
    /// </exception>
    public static Tensor Read(Stream stream, string file, ExpectedTensor expected)
    {
        if (expected.DType.Size() == 0 || expected.Shape is not { IsFullyDefined: true } shape)
        {
            throw new GraphRunException(
                ErrorCode.InvalidFeed,
                $"{file}: raw bytes need a dtype of fixed size and a shape",
                help: $"write NAME:float32[2,3]=@{file}");
        }

        var bytes = (UInt128)shape.ElementCount * (uint)expected.DType.Size();
        if (stream.CanSeek && (ulong)(stream.Length - stream.Position) < bytes)
            throw ElementBytes.Short(file, stream.Length - stream.Position, bytes);
        var tensor = TensorFileErrors.Allocate(file, expected.DType, shape);
        ElementBytes.Read(stream, tensor, file);
        return stream.ReadByte() < 0
            ? tensor
            : throw TensorFileErrors.Invalid(file, $"bytes behind the {bytes} bytes that {expected.DType.Name()}{shape} takes");
    }

    /// <exception cref="GraphRunException">Strings and other references, which are not bytes of one size.</exception>
    public static void Write(Tensor tensor, Stream stream)
    {
        if (tensor.DType.IsReference())
        {
            throw new GraphRunException(
                ErrorCode.UnprintableValue, $"a {tensor.DType.Name()} tensor has no raw bytes", help: "write it with --format json");
        }

        ElementBytes.Write(tensor, stream);
    }
}
