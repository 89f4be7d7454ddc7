using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Turns operands into outputs of nodes: finds the nodes that words name, makes constants of literals and packs lists.</summary>
internal static class Values
{
    private static readonly OpDef pack = Catalogue.Get("Pack");

    /// <summary>Words and references, also within lists, become the outputs that they name; everything else stays.</summary>
    public static Operand Resolve(BindingContext context, Operand operand) => operand switch
    {
        WordOperand word => context.Find(new Reference(word.Text, null, IsControl: false, IsPost: false), word.Origin),
        ReferenceOperand reference => Find(context, reference),
        ListOperand list when !LiteralShape.IsLiteral(list) =>
            new ListOperand(Array.ConvertAll(list.Items, item => Resolve(context, item)), list.Origin),
        TensorOperand or NumberOperand or BooleanOperand or TextOperand or TypedOperand or ListOperand => operand,
        _ => throw new GraphRunException(ErrorCode.InvalidValue, $"expected a tensor, got {operand.Origin.Text}", operand.Origin.Span),
    };

    /// <summary>The dtype of the first tensor in a resolved operand; none when it is a literal.</summary>
    public static DType DTypeOf(Operand operand)
    {
        if (operand is TensorOperand tensor)
            return Check(tensor).DType;
        foreach (var item in operand is ListOperand list ? list.Items : [])
        {
            if (DTypeOf(item) is not DType.None and var dtype)
                return dtype;
        }

        return DType.None;
    }

    /// <summary>A resolved operand as one tensor; a literal gets this dtype, or the one that it has alone.</summary>
    /// <param name="name">The name below the current node's for what has to be made.</param>
    public static Output ToOutput(BindingContext context, Operand operand, DType dtype, string name, string? fullName = null)
    {
        if (operand is TensorOperand tensor)
            return Check(tensor);
        if (operand is TypedOperand { Value: Tensor value })
            return context.Constant(value, fullName ?? context.Derive(name), operand.Origin);
        if (LiteralShape.IsLiteral(operand))
        {
            dtype = dtype != DType.None ? dtype : LiteralShape.NaturalDType(operand);
            return context.Constant(LiteralTensor.Of(operand, dtype), fullName ?? context.Derive(name), operand.Origin);
        }

        if (operand is not ListOperand list)
            throw new GraphRunException(ErrorCode.InvalidValue, $"expected a tensor, got {operand.Origin.Text}", operand.Origin.Span);
        dtype = dtype != DType.None ? dtype : DTypeOf(list);
        var items = Array.ConvertAll(list.Items, item => ToOutput(context, item, dtype, name));
        return new Output(context.Add(pack, fullName ?? context.Derive("stack"), items, null, list.Origin), 0);
    }

    /// <summary>An operand with nothing known about it as one tensor.</summary>
    public static Output ToOutput(BindingContext context, Operand operand, string name) =>
        ToOutput(context, Resolve(context, operand), DType.None, name);

    /// <summary>The output itself, which must exist.</summary>
    /// <exception cref="GraphRunException">The node has no outputs.</exception>
    public static Output Check(TensorOperand tensor) => tensor.Output.Node.OutputDTypes.Length > 0
        ? tensor.Output
        : throw new GraphRunException(
            ErrorCode.InvalidArguments,
            $"'{tensor.Output.Node.Name}' is a {tensor.Output.Node.Op.Name}, which has no output to compute with",
            tensor.Origin.Span,
            $"to wait for it, write after: [{tensor.Output.Node.Name}]");

    private static Operand Find(BindingContext context, ReferenceOperand written)
    {
        var reference = Reference.Parse(written.Text);
        if (reference.IsPost)
        {
            throw new GraphRunException(
                ErrorCode.Unsupported,
                $"'{Printable.Text(written.Text)}' is a value after the run: it can be fetched, but no node can use it",
                written.Origin.Span);
        }

        return context.Find(reference, written.Origin);
    }
}
