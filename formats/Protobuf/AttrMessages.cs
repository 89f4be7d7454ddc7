using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using GraphRun.Errors;
using GraphRun.Formats.Models;
using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Protobuf;

/// <summary>Values of attrs, as core holds them.</summary>
internal static class AttrMessages
{
    private static readonly UTF8Encoding text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The value; null where nothing is said.</summary>
    /// <param name="op">The op, which tells the type of empty lists; null when it is unknown.</param>
    /// <param name="what">What messages call the attr.</param>
    /// <exception cref="GraphRunException">A value that core cannot hold.</exception>
    public static object? Read(AttrMessage attr, OpDef? op, string name, string what) => attr.ValueCase switch
    {
        AttrMessage.ValueOneofCase.S => Text(attr.S, what),
        AttrMessage.ValueOneofCase.I => attr.I,
        AttrMessage.ValueOneofCase.F => attr.F,
        AttrMessage.ValueOneofCase.B => attr.B,
        AttrMessage.ValueOneofCase.Type => TensorMessages.DTypeOf(attr.Type, what),
        AttrMessage.ValueOneofCase.Shape => TensorMessages.ShapeOf(attr.Shape, what),
        AttrMessage.ValueOneofCase.Tensor => TensorMessages.TensorOf(attr.Tensor, what),
        AttrMessage.ValueOneofCase.Func => new FunctionReference(attr.Func.Name),
        AttrMessage.ValueOneofCase.List => List(attr.List, op, name, what),
        AttrMessage.ValueOneofCase.Placeholder => throw new GraphRunException(
            ErrorCode.Unsupported, $"{what} stands for an attr of the function around it ('{attr.Placeholder}'), which is not supported"),
        _ => null,
    };

    private static Array List(AttrMessage.Types.ListMessage list, OpDef? op, string name, string what)
    {
        if (list.S.Count > 0)
            return All(list.S, item => Text(item, what));
        if (list.I.Count > 0)
            return All(list.I, item => item);
        if (list.F.Count > 0)
            return All(list.F, item => item);
        if (list.B.Count > 0)
            return All(list.B, item => item);
        if (list.Type.Count > 0)
            return All(list.Type, item => TensorMessages.DTypeOf(item, what));
        if (list.Shape.Count > 0)
            return All(list.Shape, item => TensorMessages.ShapeOf(item, what));
        if (list.Tensor.Count > 0)
            return All(list.Tensor, item => TensorMessages.TensorOf(item, what));
        return list.Func.Count > 0
            ? All(list.Func, item => new FunctionReference(item.Name))
            : ImportedNodes.EmptyList(op, name);
    }

    private static TTo[] All<TFrom, TTo>(RepeatedField<TFrom> items, Func<TFrom, TTo> convert)
    {
        var values = new TTo[items.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = convert(items[i]);
        return values;
    }

    private static string Text(ByteString bytes, string what)
    {
        try
        {
            return text.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw new GraphRunException(ErrorCode.InvalidAttr, $"{what} is a string of bytes that are not UTF-8");
        }
    }
}
