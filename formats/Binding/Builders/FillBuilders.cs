using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.zeros</c> and <c>tf.ones</c>: a shape filled with one value; the shape may be computed.</summary>
internal static class FillBuilders
{
    private static readonly string[] signature = ["shape: tensor", "dtype: type = float32"];

    public static Builder Zeros { get; } = new()
    {
        Names = ["zeros", "zeros_initializer"],
        Signature = signature,
        Expand = call => Fill(call, 0),
    };

    public static Builder Ones { get; } = new()
    {
        Names = ["ones", "ones_initializer"],
        Signature = signature,
        Expand = call => Fill(call, 1),
    };

    private static TensorOperand Fill(Call call, int number)
    {
        call.RefuseRest();
        var value = call.Context.Constant(Value(call, number), call.Context.Derive("value"), call.Origin);
        return call.Add("Fill", call.Name, [Dims(call), value]);
    }

    /// <summary>The argument <c>shape</c> as a vector of int32, or of the integers that it is; one number alone is one dim.</summary>
    public static Output Dims(Call call)
    {
        var shape = call["shape"];
        var resolved = Values.Resolve(call.Context, shape is NumberOperand ? new ListOperand([shape], shape.Origin) : shape);
        foreach (var dim in resolved is ListOperand list ? list.Items : [])
        {
            if (dim is NumberOperand number && (!number.Number.TryInteger(out var size) || size < 0))
            {
                throw new GraphRunException(
                    ErrorCode.InvalidShape, $"a dim is a whole number of at least 0, got {number.Number}", dim.Origin.Span);
            }
        }

        var natural = LiteralShape.NaturalDType(resolved) == DType.Int64 ? DType.Int64 : DType.Int32;
        return Values.ToOutput(call.Context, resolved, Values.DTypeOf(resolved) is not DType.None and var dtype ? dtype : natural, "shape");
    }

    private static Tensor Value(Call call, int number)
    {
        var dtype = call.Attr<DType>("dtype");
        Operand literal = dtype switch
        {
            DType.Bool => new BooleanOperand(number == 1, call.Origin),
            DType.String when number == 0 => new TextOperand("", call.Origin),
            _ => new NumberOperand(new Number(number), call.Origin),
        };
        return LiteralTensor.Of(literal, dtype);
    }
}
