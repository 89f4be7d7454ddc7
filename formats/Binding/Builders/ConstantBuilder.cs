using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// <c>tf.constant</c> and nodes with <c>op: Const</c>: a literal, or a tensor of a file, with a dtype and a shape of its own or given.
/// One value fills a whole shape; otherwise there must be as many values as the shape has elements.
/// </summary>
internal static class ConstantBuilder
{
    public static Builder Constant { get; } = new()
    {
        Names = ["constant", "Const"],
        Signature = ["value: literal", "dtype: type = None", "shape: shape = None"],
        ReplacesOp = true,
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var dtype = call.Has("dtype") ? call.Attr<DType>("dtype") : DType.None;
        var value = Value(call, call["value"], dtype);
        if (dtype != DType.None && value.DType != dtype)
        {
            throw new GraphRunException(
                ErrorCode.DTypeMismatch,
                $"the value is of dtype {value.DType.Name()}, and dtype says {dtype.Name()}",
                call["dtype"].Origin.Span,
                "leave dtype out, or convert the value with cast in a node of its own");
        }

        value = call.Has("shape") ? WithShape(call, value, FullShape(call)) : value;
        return call.Result(call.Context.Constant(value, call.Name, call.Origin));
    }

    private static Tensor Value(Call call, Operand value, DType dtype) => value switch
    {
        TypedOperand { Value: Tensor tensor } => tensor,
        MappingOperand mapping => ExternalTensor.Read(call.Context.File.Folder, mapping.Written, dtype),
        _ when LiteralShape.IsLiteral(value) => LiteralTensor.Of(value, Known(dtype, LiteralShape.NaturalDType(value))),
        _ => throw new GraphRunException(
            ErrorCode.InvalidValue,
            $"a constant's value is a number, true, false, a string or a list of them, got {value.Origin.Text}",
            value.Origin.Span),
    };

    private static DType Known(DType given, DType natural) => given != DType.None ? given : natural != DType.None ? natural : DType.Float32;

    private static Shape FullShape(Call call)
    {
        var shape = call.Attr<Shape>("shape");
        for (var axis = 0; axis < Math.Max(shape.Rank, shape.HasRank ? 0 : 1); axis++)
        {
            if (!shape.HasRank || shape[axis] == Tensors.Shape.Unknown)
            {
                throw new GraphRunException(
                    ErrorCode.InvalidShape,
                    $"axis {axis} of a constant's shape must be a size, got {Printable.Text(shape.ToString())}",
                    call["shape"].Origin.Span);
            }
        }

        return shape;
    }

    private static Tensor WithShape(Call call, Tensor value, Shape shape)
    {
        if (value.ElementCount == shape.ElementCount)
            return value.Reshape(shape);
        if (value.ElementCount == 1)
            return Repeat(value, shape);
        throw new GraphRunException(
            ErrorCode.InvalidShape,
            $"the value does not fill shape {shape}: expected {shape.ElementCount} got {value.ElementCount}",
            call["value"].Origin.Span);
    }

    private static Tensor Repeat(Tensor value, Shape shape)
    {
        var filled = Tensor.Allocate(value.DType, shape);
        if (value.DType == DType.String)
        {
            filled.Writable<byte[]>().Fill(value.Value<byte[]>());
            return filled;
        }

        var size = value.DType.Size();
        var one = value.Bytes(0, size);
        for (var offset = 0L; offset < filled.ByteCount; offset += size)
            one.CopyTo(filled.Bytes(offset, size));
        return filled;
    }
}
