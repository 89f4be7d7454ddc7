using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Binds the operators between two operands as TensorFlow's Python API overloads them.</summary>
internal static class BinaryBinding
{
    /// <summary>Numbers among themselves are computed here; a literal beside a tensor takes the tensor's dtype.</summary>
    public static Operand Bind(BindingContext context, string sign, Operand left, Operand right, Origin origin, string? name)
    {
        if (left is NumberOperand first && right is NumberOperand second && Fold(sign, first, second, origin) is { } folded)
            return folded;
        left = Values.Resolve(context, left);
        right = Values.Resolve(context, right);
        var dtype = CommonDType(left, right);
        var (op, derived) = OpOf(sign, dtype, origin);
        var x = Values.ToOutput(context, left, dtype, "x");
        var y = Values.ToOutput(context, right, dtype, "y");
        return sign switch
        {
            "/" => Divide(context, x, y, origin, name),
            "@" => Result(MatMulBinding.Bind(context, x, y, false, false, name ?? context.Derive(derived), origin), origin),
            _ => Result(context.Add(op, name ?? context.Derive(derived), [x, y], origin), origin),
        };
    }

    private static NumberOperand? Fold(string sign, NumberOperand left, NumberOperand right, Origin origin)
    {
        if (sign is "/" or "//" or "%" && right.Number.Value == 0)
            throw new GraphRunException(ErrorCode.InvalidValue, $"{origin.Text} divides by zero", origin.Span);
        return Number.Compute(sign, left.Number, right.Number) is { } number ? new NumberOperand(number, origin) : null;
    }

    private static DType CommonDType(Operand left, Operand right)
    {
        if (Values.DTypeOf(left) is not DType.None and var x)
            return x;
        if (Values.DTypeOf(right) is not DType.None and var y)
            return y;
        return LiteralShape.Common(LiteralShape.NaturalDType(left), LiteralShape.NaturalDType(right));
    }

    private static (string Op, string Name) OpOf(string sign, DType dtype, Origin origin) => sign switch
    {
        "+" => (dtype == DType.String ? "Add" : "AddV2", "add"),
        "-" => ("Sub", "sub"),
        "*" => ("Mul", "mul"),
        "/" => ("RealDiv", "truediv"),
        "//" => ("FloorDiv", "floordiv"),
        "%" => ("FloorMod", "mod"),
        "**" => ("Pow", "pow"),
        "@" => ("MatMul", "matmul"),
        "<" => ("Less", "less"),
        "<=" => ("LessEqual", "less_equal"),
        ">" => ("Greater", "greater"),
        ">=" => ("GreaterEqual", "greater_equal"),
        "==" => ("Equal", "equal"),
        "!=" => ("NotEqual", "not_equal"),
        _ => Logical(sign, dtype, origin),
    };

    /// <summary>Between truth values <c>^</c> is what <c>!=</c> is.</summary>
    private static (string Op, string Name) Logical(string sign, DType dtype, Origin origin)
    {
        if (dtype != DType.Bool && !dtype.IsInteger())
        {
            throw new GraphRunException(
                ErrorCode.DTypeMismatch,
                $"{sign} takes bool or integers, got {dtype.Name()}",
                origin.Span,
                "compare first: (a > 0) & (b > 0)");
        }

        var isBool = dtype == DType.Bool;
        return sign switch
        {
            "&" => isBool ? ("LogicalAnd", "logical_and") : ("BitwiseAnd", "bitwise_and"),
            "|" => isBool ? ("LogicalOr", "logical_or") : ("BitwiseOr", "bitwise_or"),
            _ => isBool ? ("NotEqual", "logical_xor") : ("BitwiseXor", "bitwise_xor"),
        };
    }

    /// <summary>
    /// True division: integers become float64, those of 8 and 16 bits float32 (<c>python/ops/math_ops.py</c>,
    /// <c>_TRUEDIV_TABLE</c>).
    /// </summary>
    private static TensorOperand Divide(BindingContext context, Output x, Output y, Origin origin, string? name)
    {
        if (x.DType == y.DType && x.DType.IsInteger())
        {
            var target = x.DType.Size() <= 2 ? DType.Float32 : DType.Float64;
            x = context.Add("Cast", context.Derive("cast"), [x], origin, ("DstT", target));
            y = context.Add("Cast", context.Derive("cast"), [y], origin, ("DstT", target));
        }

        return Result(context.Add("RealDiv", name ?? context.Derive("truediv"), [x, y], origin), origin);
    }

    private static TensorOperand Result(Output output, Origin origin) => new(output, IsWhole: true, origin);
}
