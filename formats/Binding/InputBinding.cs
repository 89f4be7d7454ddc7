using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Makes the data edges of an op from operands. A literal takes the dtype that its input has for another reason: a fixed one, an attr
/// that is given, or a tensor at an input of the same dtype.
/// </summary>
internal readonly ref struct InputBinding
{
    private readonly BindingContext context;
    private readonly Signature signature;
    private readonly Dictionary<string, object> attrs;
    private readonly List<(ArgDef Arg, Operand Operand)> operands;

    /// <summary>The dtype of each attr of the signature as far as it is known.</summary>
    private readonly Span<DType> known;

    private InputBinding(BindingContext context, Signature signature, Dictionary<string, object> attrs, Span<DType> known)
    {
        this.context = context;
        this.signature = signature;
        this.attrs = attrs;
        this.known = known;
        operands = new List<(ArgDef Arg, Operand Operand)>(signature.Inputs.Count);
    }

    /// <param name="arguments">One operand per input of the signature; a list for an input of several tensors.</param>
    /// <param name="attrs">The attrs that are given.</param>
    public static Output[] Bind(BindingContext context, OpDef op, IReadOnlyList<Operand> arguments, Dictionary<string, object> attrs)
    {
        var binding = new InputBinding(context, op.Signature, attrs, new DType[op.Signature.Attrs.Count]);
        for (var i = 0; i < arguments.Count; i++)
            binding.Spread(op.Signature.Inputs[i], Values.Resolve(context, arguments[i]));
        binding.FindGiven();
        binding.FindNatural();
        return binding.Outputs();
    }

    private void Spread(ArgDef arg, Operand operand)
    {
        if (arg.IsList && operand is ListOperand list)
        {
            foreach (var item in list.Items)
                operands.Add((arg, item));
        }
        else if (arg.IsList && operand is TensorOperand { IsWhole: true } tensor && tensor.Output.Node.OutputDTypes.Length > 1)
        {
            for (var i = 0; i < tensor.Output.Node.OutputDTypes.Length; i++)
                operands.Add((arg, new TensorOperand(new Output(tensor.Output.Node, i), IsWhole: false, tensor.Origin)));
        }
        else
        {
            operands.Add((arg, operand));
        }
    }

    /// <summary>Dtypes that attrs give, then those of tensors.</summary>
    private void FindGiven()
    {
        foreach (var (name, value) in attrs)
        {
            if (value is DType given)
                known[signature.IndexOfAttr(name)] = given;
        }

        foreach (var (arg, operand) in operands)
        {
            if (arg.TypeAttr is { } attr && signature.IndexOfAttr(attr) is var index && known[index] == DType.None)
                known[index] = Values.DTypeOf(operand);
        }
    }

    /// <summary>Inputs of one dtype that are all literals: the dtype that they have together, or the attr's default.</summary>
    private void FindNatural()
    {
        Span<DType> natural = stackalloc DType[known.Length];
        foreach (var (arg, operand) in operands)
        {
            if (arg.TypeAttr is { } attr && signature.IndexOfAttr(attr) is var index && known[index] == DType.None)
                natural[index] = LiteralShape.Common(natural[index], LiteralShape.NaturalDType(operand));
        }

        for (var i = 0; i < known.Length; i++)
        {
            if (known[i] == DType.None)
                known[i] = natural[i] != DType.None ? natural[i] : signature.Attrs[i].Default as DType? ?? DType.Float32;
        }
    }

    private Output[] Outputs()
    {
        var outputs = new Output[operands.Count];
        var position = 0;
        for (var i = 0; i < outputs.Length; i++)
        {
            var (arg, operand) = operands[i];
            position = i > 0 && operands[i - 1].Arg == arg ? position + 1 : 0;
            outputs[i] = Values.ToOutput(context, operand, Expected(arg, position), arg.Name);
        }

        return outputs;
    }

    /// <param name="position">The place among the tensors of one input.</param>
    private DType Expected(ArgDef arg, int position)
    {
        if (arg.TypeAttr is { } attr)
            return known[signature.IndexOfAttr(attr)];
        if (arg.TypeListAttr is not { } list)
            return arg.DType;
        var dtypes = attrs.GetValueOrDefault(list) as DType[] ?? [];
        return position < dtypes.Length ? dtypes[position] : DType.None;
    }
}
