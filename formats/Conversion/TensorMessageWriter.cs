using Google.Protobuf;
using GraphRun.Formats.Protobuf;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>Tensors and shapes as messages.</summary>
internal static class TensorMessageWriter
{
    public static ShapeMessage ShapeOf(Shape shape)
    {
        var message = new ShapeMessage { UnknownRank = !shape.HasRank };
        foreach (var size in shape.Dims)
            message.Dim.Add(new ShapeMessage.Types.Dim { Size = size });
        return message;
    }

    /// <summary>All elements as bytes; strings one by one.</summary>
    public static TensorMessage TensorOf(Tensor tensor)
    {
        var message = new TensorMessage { Dtype = (DataType)tensor.DType, TensorShape = ShapeOf(tensor.Shape) };
        if (tensor.DType == DType.String)
        {
            foreach (var value in tensor.Values<byte[]>())
                message.StringVal.Add(UnsafeByteOperations.UnsafeWrap(value));
        }
        else
        {
            message.TensorContent = UnsafeByteOperations.UnsafeWrap(tensor.Bytes(0, checked((int)tensor.ByteCount)).ToArray());
        }

        return message;
    }
}
