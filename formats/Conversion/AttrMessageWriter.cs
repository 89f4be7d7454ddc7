using System.Diagnostics;
using Google.Protobuf;
using GraphRun.Formats.Protobuf;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>Values of attrs as messages.</summary>
internal static class AttrMessageWriter
{
    public static AttrMessage Write(object value) => value switch
    {
        long number => new AttrMessage { I = number },
        float number => new AttrMessage { F = number },
        bool flag => new AttrMessage { B = flag },
        string text => new AttrMessage { S = ByteString.CopyFromUtf8(text) },
        DType dtype => new AttrMessage { Type = (DataType)dtype },
        Shape shape => new AttrMessage { Shape = TensorMessageWriter.ShapeOf(shape) },
        Tensor tensor => new AttrMessage { Tensor = TensorMessageWriter.TensorOf(tensor) },
        FunctionReference function => new AttrMessage { Func = new CalleeMessage { Name = function.Name } },
        Array list => new AttrMessage { List = List(list) },
        _ => throw new UnreachableException($"an attr is no {value.GetType()}"),
    };

    private static AttrMessage.Types.ListMessage List(Array list)
    {
        var message = new AttrMessage.Types.ListMessage();
        foreach (var item in list)
            Add(message, item);
        return message;
    }

    private static void Add(AttrMessage.Types.ListMessage list, object item)
    {
        var value = Write(item);
        switch (value.ValueCase)
        {
            case AttrMessage.ValueOneofCase.I:
                list.I.Add(value.I);
                break;
            case AttrMessage.ValueOneofCase.F:
                list.F.Add(value.F);
                break;
            case AttrMessage.ValueOneofCase.B:
                list.B.Add(value.B);
                break;
            case AttrMessage.ValueOneofCase.S:
                list.S.Add(value.S);
                break;
            case AttrMessage.ValueOneofCase.Type:
                list.Type.Add(value.Type);
                break;
            case AttrMessage.ValueOneofCase.Shape:
                list.Shape.Add(value.Shape);
                break;
            case AttrMessage.ValueOneofCase.Tensor:
                list.Tensor.Add(value.Tensor);
                break;
            default:
                list.Func.Add(value.Func);
                break;
        }
    }
}
