using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.split</c>: into a number of equal parts (Split), or into parts of the sizes given (SplitV).</summary>
internal static class SplitBuilder
{
    public static Builder Split { get; } = new()
    {
        Names = ["split"],
        Signature = ["value: tensor", "num_or_size_splits: tensor", "axis: tensor = 0", "num: int = None"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var parts = call["num_or_size_splits"];
        if (parts is NumberOperand number && number.Number.TryInteger(out var count) && count >= 1 && count <= int.MaxValue)
        {
            var axis = Values.ToOutput(call.Context, Values.Resolve(call.Context, call["axis"]), DType.Int32, "axis");
            return call.Add("Split", call.Name, [axis, call.Tensor("value")], ("num_split", (long)count));
        }

        return SplitBySizes(call, parts);
    }

    private static TensorOperand SplitBySizes(Call call, Operand parts)
    {
        var (value, sizes) = (call.Tensor("value"), call.Tensor("num_or_size_splits", DType.Int64));
        var axis = Values.ToOutput(call.Context, Values.Resolve(call.Context, call["axis"]), DType.Int32, "axis");
        var count = call.Has("num") ? call.Attr<long>("num") : sizes.Shape is { Rank: 1 } vector ? vector[0] : Shape.Unknown;
        if (count < 1)
        {
            throw new GraphRunException(
                ErrorCode.InvalidArguments,
                "split needs a number of parts of at least 1, or a list of their sizes",
                parts.Origin.Span,
                "where their number is not known beforehand, give it: num=3");
        }

        return call.Add("SplitV", call.Name, [value, sizes, axis], ("num_split", count));
    }
}
