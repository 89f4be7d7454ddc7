using System.Runtime.InteropServices;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Models;

/// <summary>
/// The content of TensorFlow's <c>TensorProto</c>: all elements as bytes, or a list of values of which the last stands for all that
/// are missing, and no value at all for zeros (<c>core/framework/tensor.proto</c>).
/// </summary>
internal static class TensorValues
{
    /// <summary>A tensor from the bytes of its elements.</summary>
    /// <exception cref="GraphRun.Errors.GraphRunException">Fewer or more bytes than the shape takes.</exception>
    public static Tensor FromBytes(DType dtype, Shape shape, ReadOnlySpan<byte> content, string name)
    {
        if ((UInt128)content.Length != (UInt128)shape.ElementCount * (uint)dtype.Size() || dtype.IsReference())
            throw TensorFileErrors.Invalid(name, $"{content.Length} bytes of content are no {dtype.Name()}{shape}");
        var tensor = TensorFileErrors.Allocate(name, dtype, shape);
        content.CopyTo(MemoryMarshal.AsBytes(tensor.Bytes(0, content.Length)));
        return tensor;
    }

    /// <summary>A tensor from a list of its first elements, of the element type of its dtype.</summary>
    /// <exception cref="GraphRun.Errors.GraphRunException">More values than the shape takes.</exception>
    public static Tensor FromList<T>(DType dtype, Shape shape, ReadOnlySpan<T> values, string name)
    {
        if (values.Length > shape.ElementCount)
            throw TensorFileErrors.Invalid(name, $"{values.Length} values for {dtype.Name()}{shape}, which has {shape.ElementCount}");
        var tensor = TensorFileErrors.Allocate(name, dtype, shape);
        var elements = tensor.Writable<T>();
        values.CopyTo(elements);
        if (values.Length > 0)
            elements[values.Length..].Fill(values[^1]);
        else if (dtype != DType.String)
            elements.Clear();
        return tensor;
    }
}
