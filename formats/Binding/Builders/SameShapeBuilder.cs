using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// <c>same_shape(x, other, message)</c>: x, whose shape must be that of the other tensor as far as both are known, as Python code of
/// TensorFlow asks for where broadcasting would hide a mistake.
/// </summary>
internal static class SameShapeBuilder
{
    public static Builder SameShape { get; } = new()
    {
        Names = ["same_shape"],
        Signature = ["x: tensor", "other: tensor", "message: string = 'Shapes are incompatible'"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var other = call.Tensor("other");
        var x = call.Tensor("x", other.DType);
        if (other.Shape.Accepts(x.Shape))
            return call.Result(x);
        var isColumn = Math.Abs(other.Shape.Rank - x.Shape.Rank) == 1;
        throw new GraphRunException(
            ErrorCode.InvalidShape,
            $"{call.Attr<string>("message")} ({other.Shape} vs {x.Shape})",
            call.Origin.Span,
            isColumn ? Help(other.Shape.Rank > x.Shape.Rank ? other.ToString() : x.ToString()) : null,
            call.Context.CurrentName);
    }

    private static string Help(string wider) => $"take the last dim off: squeeze({wider}, axis=[-1])";
}
