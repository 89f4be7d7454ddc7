using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// <c>static_dim(x, axis)</c>, Python's <c>x.shape[axis]</c>: a dim as a number that stands in the graph, where <c>shape(x)[axis]</c> is
/// read in every run. Layers declare variables of such sizes.
/// </summary>
internal static class StaticDimBuilder
{
    public static Builder StaticDim { get; } = new()
    {
        Names = ["static_dim"],
        Signature = ["input: tensor", "axis: int = -1"],
        Expand = Expand,
    };

    private static NumberOperand Expand(Call call)
    {
        call.RefuseRest();
        var (input, axis) = (call.Tensor("input"), call.Attr<long>("axis"));
        var rank = input.Shape.HasRank ? input.Shape.Rank : 0;
        if (input.Shape.HasRank && (axis < -rank || axis >= rank))
            throw call.Error($"axis {axis} is out of range [{-rank}, {rank}) for {input.Node.Name} of shape {input.Shape}");
        var dim = input.Shape.HasRank ? input.Shape[(int)(axis < 0 ? axis + rank : axis)] : Shape.Unknown;
        return dim >= 0 ? new NumberOperand(new Number((Int128)dim), call.Origin) : throw new GraphRunException(
            ErrorCode.InvalidShape,
            $"dimension {axis} of '{input}' should be defined, and its shape is {input.Shape}",
            call.Origin.Span,
            "give the placeholder that it comes from a shape: placeholder(float32, [?, 784])",
            call.Context.CurrentName);
    }
}
