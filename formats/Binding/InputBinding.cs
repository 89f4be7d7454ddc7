using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Makes the data edges of an op from operands. A literal takes the dtype that its input has for another reason: a fixed one, an attr
/// that is given, or a tensor at an input of the same dtype.
/// </summary>
internal readonly struct InputBinding
{
    private readonly BindingContext context;
    private readonly Dictionary<string, object> attrs;
    private readonly List<(ArgDef Arg, Operand Operand)> operands = [];
    private readonly Dictionary<string, DType> known = [];

    private InputBinding(BindingContext context, Dictionary<string, object> attrs)
    {
        this.context = context;
        this.attrs = attrs;
    }

    /// <param name="arguments">One operand per input of the signature; a list for an input of several tensors.</param>
    /// <param name="attrs">The attrs that are given.</param>
    public static Output[] Bind(BindingContext context, OpDef op, IReadOnlyList<Operand> arguments, Dictionary<string, object> attrs)
    {
        var binding = new InputBinding(context, attrs);
        for (var i = 0; i < arguments.Count; i++)
            binding.Spread(op.Signature.Inputs[i], Values.Resolve(context, arguments[i]));
        binding.FindDTypes(op.Signature);
        return binding.Outputs();
    }

    private void Spread(ArgDef arg, Operand operand)
    {
        if (!arg.IsList)
            operands.Add((arg, operand));
        else if (operand is ListOperand list)
            operands.AddRange(list.Items.Select(item => (arg, item)));
        else if (operand is TensorOperand { IsWhole: true } tensor && tensor.Output.Node.OutputDTypes.Length > 1)
            SpreadOutputs(arg, tensor);
        else
            operands.Add((arg, operand));
    }

    private void SpreadOutputs(ArgDef arg, TensorOperand tensor)
    {
        for (var i = 0; i < tensor.Output.Node.OutputDTypes.Length; i++)
            operands.Add((arg, new TensorOperand(new Output(tensor.Output.Node, i), IsWhole: false, tensor.Origin)));
    }

    private void FindDTypes(Signature signature)
    {
        foreach (var (name, value) in attrs)
        {
            if (value is DType given)
                known[name] = given;
        }

        foreach (var (arg, operand) in operands)
        {
            if (arg.TypeAttr is { } attr && Values.DTypeOf(operand) is not DType.None and var dtype)
                known.TryAdd(attr, dtype);
        }

        FindNaturalDTypes(signature);
    }

    /// <summary>Inputs of one dtype that are all literals: the attr's default, or the dtype that they have together.</summary>
    private void FindNaturalDTypes(Signature signature)
    {
        var natural = new Dictionary<string, DType>();
        foreach (var (arg, operand) in operands)
        {
            if (arg.TypeAttr is { } attr && !known.ContainsKey(attr))
                natural[attr] = LiteralShape.Common(natural.GetValueOrDefault(attr), LiteralShape.NaturalDType(operand));
        }

        foreach (var (attr, dtype) in natural)
            known[attr] = dtype != DType.None ? dtype : signature.Attrs[signature.IndexOfAttr(attr)].Default as DType? ?? DType.Float32;
    }

    private Output[] Outputs()
    {
        var outputs = new Output[operands.Count];
        var positions = new Dictionary<string, int>();
        for (var i = 0; i < outputs.Length; i++)
        {
            var (arg, operand) = operands[i];
            outputs[i] = Values.ToOutput(context, operand, Expected(arg, positions), arg.Name);
        }

        return outputs;
    }

    private DType Expected(ArgDef arg, Dictionary<string, int> positions)
    {
        if (arg.TypeAttr is { } attr)
            return known[attr];
        if (arg.TypeListAttr is not { } list)
            return arg.DType;
        var position = positions[list] = positions.GetValueOrDefault(list, -1) + 1;
        return attrs.TryGetValue(list, out var value) && value is DType[] dtypes && position < dtypes.Length ? dtypes[position] : DType.None;
    }
}
