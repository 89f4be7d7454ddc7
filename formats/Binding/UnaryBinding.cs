using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Binds <c>-x</c>, <c>+x</c> and <c>~x</c> as TensorFlow overloads them.</summary>
internal static class UnaryBinding
{
    public static Operand Bind(BindingContext context, string sign, Operand operand, Origin origin, string? name)
    {
        if (operand is NumberOperand number && sign != "~")
            return new NumberOperand(sign == "-" ? Number.Negate(number.Number) : number.Number, origin);
        var resolved = Values.Resolve(context, operand);
        if (sign == "+")
            return resolved;
        var x = Values.ToOutput(context, resolved, DType.None, "x");
        var op = sign == "-" ? "Neg" : x.DType == DType.Bool ? "LogicalNot" : "Invert";
        if (sign == "~" && x.DType != DType.Bool && !x.DType.IsInteger())
        {
            throw new GraphRunException(
                ErrorCode.DTypeMismatch,
                $"~ is 'not' for bool and the complement for integers, got {x.DType.Name()}",
                origin.Span,
                "for a sign write -");
        }

        var derived = op switch { "Neg" => "neg", "LogicalNot" => "logical_not", _ => "invert" };
        return new TensorOperand(context.Add(op, name ?? context.Derive(derived), [x], origin), IsWhole: true, origin);
    }
}
