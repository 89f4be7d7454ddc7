using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// Tensors kept within a norm (<c>python/ops/clip_ops.py</c>). Of gradients that are slices, the slices are what is clipped.
/// </summary>
internal static class ClippingBuilders
{
    public static Builder ClipByNorm { get; } = new()
    {
        Names = ["clip_by_norm"],
        Signature = ["t: tensor", "clip_norm: tensor", "axes: literal = None"],
        Expand = ExpandClipByNorm,
    };

    public static Builder GlobalNorm { get; } = new()
    {
        Names = ["global_norm", "linalg.global_norm"],
        Signature = ["t_list: tensor"],
        Expand = call =>
        {
            call.RefuseRest();
            return call.Add("Identity", call.Name, [Norm(call, TensorLists.Outputs(call, "t_list"))]);
        },
    };

    public static Builder ClipByGlobalNorm { get; } = new()
    {
        Names = ["clip_by_global_norm"],
        Signature = ["t_list: tensor", "clip_norm: tensor", "use_norm: tensor = None"],
        Expand = ExpandClipByGlobalNorm,
    };

    private static TensorOperand ExpandClipByNorm(Call call)
    {
        call.RefuseRest();
        var tensor = call.Tensor("t");
        var values = IndexedSlices.Behind(tensor)?.Values ?? tensor;
        var limit = call.Tensor("clip_norm", tensor.DType);
        var sum = Add(call, "Sum", [Add(call, "Mul", values, values), Axes(call, values)], ("keep_dims", true));
        var isPositive = Add(call, "Greater", sum, Constant(call, 0, sum.DType));
        var safe = Add(call, "SelectV2", isPositive, sum, Constant(call, 1, sum.DType));
        var norm = Add(call, "SelectV2", isPositive, Add(call, "Sqrt", safe), sum);
        var clipped = Add(call, "RealDiv", Add(call, "Mul", values, limit), Add(call, "Maximum", norm, limit));
        return call.Add("Identity", call.Name, [Again(call, tensor, clipped)]);
    }

    private static TensorOperand ExpandClipByGlobalNorm(Call call)
    {
        call.RefuseRest();
        var tensors = TensorLists.Outputs(call, "t_list");
        var limit = call.Tensor("clip_norm", tensors[0].DType);
        var norm = call.Has("use_norm") ? call.Tensor("use_norm", tensors[0].DType) : Norm(call, tensors);
        var one = Constant(call, 1, norm.DType);
        var smaller = Add(call, "Minimum", Add(call, "RealDiv", one, norm), Add(call, "RealDiv", one, limit));
        var scale = Add(
            call, "SelectV2", Add(call, "IsFinite", norm), Add(call, "Mul", limit, smaller), Constant(call, double.NaN, norm.DType));
        var list = GradientBuilders.List(call, [.. tensors.Select(tensor => Scaled(call, tensor, scale))]);
        if (call.Context.Training.Variables.TryGetValue(tensors[0].Node, out var variables))
            call.Context.Training.Variables[list.Output.Node] = variables;
        return list;
    }

    private static Output Scaled(Call call, Output tensor, Output scale) =>
        Again(call, tensor, Add(call, "Mul", IndexedSlices.Behind(tensor)?.Values ?? tensor, scale));

    /// <summary>The root of the sum of all squares.</summary>
    private static Output Norm(Call call, List<Output> tensors)
    {
        var halves = tensors.Select(tensor => Add(call, "L2Loss", IndexedSlices.Behind(tensor)?.Values ?? tensor)).ToArray();
        var sum = Add(call, "Sum", Add(call, "Pack", halves), call.Context.Constant(Tensor.Vector(0), call.Below("axes"), call.Origin));
        return Add(call, "Sqrt", Add(call, "Mul", sum, Constant(call, 2, sum.DType)));
    }

    /// <summary>Changed values in the place of a tensor's own: slices stay slices.</summary>
    private static Output Again(Call call, Output tensor, Output values) => IndexedSlices.Behind(tensor) is { } slices
        ? Add(call, "UnsortedSegmentSum", values, slices.Indices, slices.Count)
        : values;

    private static Output Axes(Call call, Output values)
    {
        if (call.Has("axes"))
            return call.Context.Constant(call.Attr<Tensor>("axes"), call.Below("axes"), call.Origin);
        if (values.Shape.HasRank)
            return call.Context.Constant(Tensor.Vector<int>([.. Enumerable.Range(0, values.Shape.Rank)]), call.Below("axes"), call.Origin);
        var zero = call.Context.Constant(Tensor.Scalar(0), call.Below("start"), call.Origin);
        var one = call.Context.Constant(Tensor.Scalar(1), call.Below("delta"), call.Origin);
        return Add(call, "Range", zero, Add(call, "Rank", values), one);
    }

    private static Output Constant(Call call, double value, DType dtype) =>
        call.Context.Constant(Scalars.Of(value, dtype), call.Below("const"), call.Origin);

    private static Output Add(Call call, string op, params Output[] inputs) => Add(call, op, inputs, []);

    private static Output Add(Call call, string op, Output[] inputs, params (string Name, object Value)[] attrs) =>
        call.Context.Add(op, call.Below(op), inputs, call.Origin, attrs);
}
