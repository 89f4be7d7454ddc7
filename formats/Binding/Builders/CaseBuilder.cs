using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.case</c>: the function of the first condition that holds, else the default.</summary>
internal static class CaseBuilder
{
    public static Builder Case { get; } = new()
    {
        Names = ["case"],
        Signature = ["pred_fn_pairs: tensor", "default: func", "exclusive: bool = false", "strict: bool = false"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        if (call["pred_fn_pairs"] is not ListOperand { Items.Length: > 0 } pairs)
            throw call.Error("pred_fn_pairs must be a list", "write [[condition, function], ...]");
        var (conditions, functions) = (new List<Operand>(), new List<FunctionOperand>());
        foreach (var pair in pairs.Items)
        {
            if (pair is not ListOperand { Items: [var condition, var function] })
                throw call.Error($"pred_fn_pairs must hold pairs, got {pair.Origin.Text}", "write [[condition, function], ...]");
            conditions.Add(condition);
            functions.Add(FunctionArguments.Of(call.Context, function));
        }

        functions.Add(FunctionArguments.Of(call.Context, call["default"]));
        var op = Catalogue.Get("Case");
        var attr = op.Signature.Attrs.First(attr => attr.Type == AttrType.Function);
        return CondBuilder.Choose(call, op, FirstTrue(call, conditions), [], [new FunctionNodes.Attr(attr, functions)]);
    }

    /// <summary>The position of the first condition that holds, behind which stands one that always does.</summary>
    private static Output FirstTrue(Call call, List<Operand> conditions)
    {
        conditions.Add(new BooleanOperand(true, call.Origin));
        var list = Values.Resolve(call.Context, new ListOperand([.. conditions], call.Origin));
        var flags = Values.ToOutput(call.Context, list, DType.Bool, "conditions");
        var numbers = call.Context.Add("Cast", call.Below("numbers"), [flags], call.Origin, ("DstT", DType.Int32));
        var axis = call.Context.Constant(Tensor.Scalar(0), call.Below("axis"), call.Origin);
        return call.Context.Add("ArgMax", call.Below("first"), [numbers, axis], call.Origin, ("output_type", DType.Int32));
    }
}
