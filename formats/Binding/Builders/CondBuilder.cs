using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.cond</c> and <c>tf.switch_case</c>: one of several functions, which may use whatever is around them.</summary>
internal static class CondBuilder
{
    public static Builder Cond { get; } = new()
    {
        Names = ["cond"],
        Signature = ["pred: tensor", "true_fn: func", "false_fn: func", "args: tensor = None"],
        Expand = call =>
        {
            call.RefuseRest();
            var op = Catalogue.Get("If");
            var condition = call.Tensor("pred");
            FunctionNodes.RequireCondition(call, "pred", condition);
            List<FunctionNodes.Attr> functions = [Functions(call, op, 0, "true_fn"), Functions(call, op, 1, "false_fn")];
            return Choose(call, op, condition, Tensors(call, "args"), functions);
        },
    };

    public static Builder SwitchCase { get; } = new()
    {
        Names = ["switch_case"],
        Signature = ["branch_index: tensor", "branch_fns: list(func)", "args: tensor = None"],
        Expand = call =>
        {
            call.RefuseRest();
            var op = Catalogue.Get("Case");
            var index = call.Tensor("branch_index", DType.Int32);
            return Choose(call, op, index, Tensors(call, "args"), [Functions(call, op, 0, "branch_fns")]);
        },
    };

    /// <summary>The functions of one parameter, for the op's attr at a position among those that are functions.</summary>
    internal static FunctionNodes.Attr Functions(Call call, OpDef op, int position, string parameter)
    {
        var attr = op.Signature.Attrs.Where(attr => attr.Type == AttrType.Function).ElementAt(position);
        return new FunctionNodes.Attr(attr, FunctionArguments.All(call.Context, call[parameter]));
    }

    /// <summary>The tensors of an argument that may be one or a list of them.</summary>
    internal static List<Output> Tensors(Call call, string parameter)
    {
        if (!call.Has(parameter))
            return [];
        var value = Values.Resolve(call.Context, call[parameter]);
        return value is ListOperand list
            ? [.. list.Items.Select(item => Values.ToOutput(call.Context, item, DType.None, parameter))]
            : [Values.ToOutput(call.Context, value, DType.None, parameter)];
    }

    /// <summary>The call's node, which calls one of some functions.</summary>
    internal static TensorOperand Choose(
        Call call, OpDef op, Output chosen, List<Output> arguments, List<FunctionNodes.Attr> functions)
    {
        var node = FunctionNodes.Choose(call, op, call.Name, [chosen], arguments, functions);
        return call.Result(new Output(node, 0));
    }
}
