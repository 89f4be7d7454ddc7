using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Gives an operand the C# type in which core holds the attr that it stands for.</summary>
internal static class AttrBinding
{
    /// <exception cref="GraphRunException">The value is of another kind, or not one of those allowed.</exception>
    public static object Convert(AttrDef attr, Operand value, string callee)
    {
        if (value is TypedOperand typed)
            return attr.Holds(typed.Value) ? typed.Value : throw Wrong(attr, value, callee);
        if (!attr.IsList)
            return Single(attr, value, callee);
        var items = value is ListOperand list ? list.Items : [value];
        return attr.Type switch
        {
            AttrType.Int => Array.ConvertAll(items, item => (long)Single(attr, item, callee)),
            AttrType.Float => Array.ConvertAll(items, item => (float)Single(attr, item, callee)),
            AttrType.Bool => Array.ConvertAll(items, item => (bool)Single(attr, item, callee)),
            AttrType.Text => Array.ConvertAll(items, item => (string)Single(attr, item, callee)),
            AttrType.Type => Array.ConvertAll(items, item => (DType)Single(attr, item, callee)),
            AttrType.Shape => Array.ConvertAll(items, item => (Shape)Single(attr, item, callee)),
            AttrType.Tensor => Array.ConvertAll(items, item => (Tensor)Single(attr, item, callee)),
            _ => Array.ConvertAll(items, item => (FunctionReference)Single(attr, item, callee)),
        };
    }

    private static object Single(AttrDef attr, Operand value, string callee) => attr.Type switch
    {
        AttrType.Int when value is NumberOperand number && number.Number.TryInteger(out var integer) => Int64(attr, integer, value, callee),
        AttrType.Float when value is NumberOperand number => (float)number.Number.Value,
        AttrType.Bool when value is BooleanOperand boolean => boolean.Value,
        AttrType.Text when TextOf(value) is { } text => Allowed(attr, text, value, callee),
        AttrType.Type when TextOf(value) is { } name => ToDType(name, value),
        AttrType.Shape => ShapeBinding.Convert(value),
        AttrType.Tensor when LiteralShape.IsLiteral(value) => LiteralTensor.Of(value, LiteralShape.NaturalDType(value)),
        AttrType.Function when TextOf(value) is { } function => new FunctionReference(function),
        _ => throw Wrong(attr, value, callee),
    };

    private static long Int64(AttrDef attr, Int128 integer, Operand value, string callee) =>
        integer >= long.MinValue && integer <= long.MaxValue ? (long)integer : throw Wrong(attr, value, callee);

    /// <summary>Names of dtypes, functions and choices may be written with quotes or without.</summary>
    private static string? TextOf(Operand value) => value switch
    {
        WordOperand word => word.Text,
        TextOperand text => text.Text,
        _ => null,
    };

    private static string Allowed(AttrDef attr, string text, Operand value, string callee)
    {
        if (attr.AllowedTexts.Count == 0 || attr.AllowedTexts.Contains(text))
            return text;
        throw new GraphRunException(
            ErrorCode.InvalidAttr,
            $"Value for attr '{attr.Name}' of {Printable.Text(text)} is not in the list of allowed values of {callee}: "
            + string.Join(", ", attr.AllowedTexts),
            value.Origin.Span,
            Suggestion.For(text, attr.AllowedTexts));
    }

    private static DType ToDType(string name, Operand value)
    {
        if (DTypes.TryParse(name.StartsWith("tf.", StringComparison.Ordinal) ? name.AsSpan(3) : name, out var dtype))
            return dtype;
        throw new GraphRunException(
            ErrorCode.InvalidAttr,
            $"there is no dtype '{Printable.Text(name)}'",
            value.Origin.Span,
            Suggestion.For(name, DTypes.Names) ?? $"dtypes are {string.Join(", ", DTypes.Names)}");
    }

    private static GraphRunException Wrong(AttrDef attr, Operand value, string callee) => new(
        ErrorCode.InvalidAttr,
        $"attr '{attr.Name}' of {callee} must be {(attr.IsList ? "a " : Article(attr.TypeName))}{attr.TypeName}, got {value.Origin.Text}",
        value.Origin.Span);

    private static string Article(string type) => type.StartsWith('i') ? "an " : "a ";
}
