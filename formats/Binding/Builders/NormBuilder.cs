using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.norm</c> (<c>python/ops/linalg_ops.py</c>): the norm of the elements over the axes, or over all.</summary>
internal static class NormBuilder
{
    public static Builder Norm { get; } = new()
    {
        Names = ["norm", "linalg.norm"],
        Signature = ["tensor: tensor", "ord: tensor = 'euclidean'", "axis: tensor = None", "keepdims: bool = false"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var x = call.Tensor("tensor");
        return call["ord"] switch
        {
            TextOperand { Text: "euclidean" or "fro" } or NumberOperand { Number.Value: 2 } => Euclidean(call, x),
            NumberOperand { Number.Value: 1 } => Reduced(call, "reduce_sum", Unary(call, "Abs", x), call.Name),
            NumberOperand { Number.Value: double.PositiveInfinity } => Reduced(call, "reduce_max", Unary(call, "Abs", x), call.Name),
            NumberOperand { Number.Value: > 0 } power => OfPower(call, x, power),
            var other => throw call.Error(
                $"norm of order {other.Origin.Text} is not supported", "the orders are 'euclidean', 1, 2, inf and other numbers above 0"),
        };
    }

    private static TensorOperand Euclidean(Call call, Output x)
    {
        var magnitude = x.DType.IsComplex() ? Unary(call, "ComplexAbs", x) : x;
        var sum = Reduced(call, "reduce_sum", Unary(call, "Square", magnitude), call.Below("sum"));
        return call.Add("Sqrt", call.Name, [sum.Output]);
    }

    private static TensorOperand OfPower(Call call, Output x, NumberOperand power)
    {
        var p = Values.ToOutput(call.Context, power, x.DType, "ord");
        var powers = call.Context.Add("Pow", call.Below("pow"), [Unary(call, "Abs", x), p], call.Origin);
        var sum = Reduced(call, "reduce_sum", powers, call.Below("sum"));
        var root = call.Context.Add("Reciprocal", call.Below("reciprocal"), [p], call.Origin);
        return call.Add("Pow", call.Name, [sum.Output, root]);
    }

    private static Output Unary(Call call, string op, Output x) => call.Context.Add(op, call.Below(op), [x], call.Origin);

    private static TensorOperand Reduced(Call call, string function, Output x, string name)
    {
        var callee = call.Context.Callees.Find(function, call.Origin);
        return (TensorOperand)callee.Bind(new Call(call.Context, callee, [call.Result(x), call["axis"], call["keepdims"]], call.Origin, name));
    }
}
