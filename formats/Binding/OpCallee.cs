using GraphRun.Formats.Models;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>An op of the catalogue, called by its type or by its name in expressions.</summary>
internal sealed class OpCallee(OpDef op, string name, bool isCalledByType) : ICallee
{
    /// <summary>The word in an op's declaration that stands for every axis of the first input.</summary>
    private const string AllAxes = "all_axes";

    public OpDef Op { get; } = op;

    public string Name { get; } = name;

    public ParameterList Parameters { get; } = isCalledByType ? ParameterList.OfType(op) : ParameterList.OfExpression(op);

    /// <summary>By <c>ConcatV2</c>, not by <c>concat</c>: inputs and attrs have the op's own names and order.</summary>
    public bool IsCalledByType { get; } = isCalledByType;

    public bool NeedsAllVariables => false;

    public Operand Bind(Call call)
    {
        if (Op.Signature.CallsFunctions)
            return FunctionCallBinding.Bind(call, this, Attrs(call), index => Argument(call, Op.Signature.Inputs[index]));
        var attrs = Attrs(call);
        var arguments = new Operand[Op.Signature.Inputs.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Argument(call, Op.Signature.Inputs[i]);
        var inputs = InputBinding.Bind(call.Context, Op, arguments, attrs);
        var node = call.Context.Add(Op, call.Name, inputs, attrs, call.Origin);
        if (Op.DeclaresVariable)
            VariableBinding.Declare(call, node);
        return call.Result(new Output(node, 0));
    }

    private Dictionary<string, object> Attrs(Call call)
    {
        var attrs = new Dictionary<string, object>();
        for (var i = 0; i < Parameters.All.Count; i++)
        {
            if (Parameters.All[i].Attr is { Type: not AttrType.Function } attr && call[i] is not NoneOperand)
                attrs[attr.Name] = AttrBinding.Convert(attr, call[i], Name);
        }

        foreach (var keyword in call.Rest)
        {
            var index = Op.Signature.IndexOfAttr(keyword.Name);
            if (index < 0 && Op.DeclaresVariable && VariableAttrs.Has(keyword.Name))
                continue;
            if (index < 0)
                throw ArgumentMatching.Unknown(this, keyword, Op.Signature.Attrs.Select(attr => attr.Name));
            if (keyword.Value is not NoneOperand)
                attrs[keyword.Name] = AttrBinding.Convert(Op.Signature.Attrs[index], keyword.Value, Name);
        }

        return attrs;
    }

    private Operand Argument(Call call, ArgDef input)
    {
        for (var i = 0; i < Parameters.All.Count; i++)
        {
            if (Parameters.All[i].Input != input)
                continue;
            var argument = call[i] is NoneOperand ? Parameters.All[i].Default ?? call[i] : call[i];
            return argument is WordOperand { Text: AllAxes } ? EveryAxis(call) : argument;
        }

        throw call.Error($"{Name} takes no '{input.Name}'", $"write it as {Op.Name}(...)");
    }

    /// <summary>A constant when the first argument's rank is known, else a range up to the rank that a run will see.</summary>
    private static TensorOperand EveryAxis(Call call)
    {
        var context = call.Context;
        var first = Values.ToOutput(context, call[0], "input");
        const string name = "reduction_indices";
        if (first.Shape.HasRank)
        {
            var axes = Tensor.Vector<int>([.. Enumerable.Range(0, first.Shape.Rank)]);
            return call.Result(context.Constant(axes, context.Derive(name), call.Origin));
        }

        var rank = context.Add("Rank", context.Derive("rank"), [first], call.Origin);
        var zero = context.Constant(Tensor.Scalar(0), context.Derive("start"), call.Origin);
        var one = context.Constant(Tensor.Scalar(1), context.Derive("delta"), call.Origin);
        return call.Result(context.Add("Range", context.Derive(name), [zero, rank, one], call.Origin));
    }
}
