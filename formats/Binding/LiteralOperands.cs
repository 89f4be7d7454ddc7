using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Expressions;

namespace GraphRun.Formats.Binding;

/// <summary>Turns what stands for itself, in an expression or in a document, into operands.</summary>
internal static class LiteralOperands
{
    /// <summary>A node of an expression that has no operands.</summary>
    public static Operand Leaf(Expression expression, int index)
    {
        var node = expression.Nodes[index];
        var origin = new Origin(expression, index);
        return node.Kind switch
        {
            ExpressionKind.Integer => ToNumber(node.Text, isInteger: true, origin),
            ExpressionKind.Float => ToNumber(node.Text, isInteger: false, origin),
            ExpressionKind.Boolean => new BooleanOperand(node.Text == "true", origin),
            ExpressionKind.String => new TextOperand(node.Text, origin),
            ExpressionKind.None => new NoneOperand(origin),
            ExpressionKind.Unknown => new UnknownOperand(origin),
            ExpressionKind.Name => new WordOperand(node.Text, origin),
            ExpressionKind.Reference => new ReferenceOperand(node.Text, origin),
            ExpressionKind.Omitted => new OmittedOperand(origin),
            ExpressionKind.Ellipsis => new EllipsisOperand(origin),
            _ => new NewAxisOperand(origin),
        };
    }

    /// <summary>The default of a parameter, as an op's declaration writes it: a word, a literal, or a list of literals.</summary>
    public static Operand Default(string text)
    {
        var expression = Expression.Parse(new SourceText("a default", text));
        var values = new Stack<Operand>();
        for (var i = 0; i < expression.Nodes.Count; i++)
        {
            var node = expression.Nodes[i];
            values.Push(node.Kind switch
            {
                ExpressionKind.Unary => Negative(values.Pop()),
                ExpressionKind.List => List(values, node.Operands, new Origin(expression, i)),
                _ => Leaf(expression, i),
            });
        }

        return values.Pop();
    }

    /// <summary>Takes the last operands off the stack, in their order.</summary>
    public static Operand[] Take(Stack<Operand> values, int count)
    {
        var taken = new Operand[count];
        for (var i = count - 1; i >= 0; i--)
            taken[i] = values.Pop();
        return taken;
    }

    public static ListOperand List(Stack<Operand> values, int count, Origin origin) => new(Take(values, count), origin);

    /// <summary>A value of a document with YAML's types; nested no deeper than the document.</summary>
    public static Operand Of(DocumentNode value)
    {
        if (value.Kind == DocumentNodeKind.Scalar)
            return Scalar(value);
        if (value.Kind == DocumentNodeKind.Mapping)
            return new MappingOperand(value);
        var (items, count) = (new Operand[value.Count], 0);
        foreach (var item in value.Items)
            items[count++] = Of(item);
        return new ListOperand(items, new Origin(value));
    }

    private static Operand Scalar(DocumentNode value)
    {
        var origin = new Origin(value);
        return CoreScalar.KindOf(value) switch
        {
            CoreKind.Null => new NoneOperand(origin),
            CoreKind.Boolean => new BooleanOperand(CoreScalar.Boolean(value.Text), origin),
            CoreKind.Integer when CoreScalar.TryInteger(value.Text, out var integer) => new NumberOperand(new Number(integer), origin),
            CoreKind.Integer => throw OutOfRange(value.ToString(), origin),
            CoreKind.Float => ToNumber(value.Text, origin),
            _ => value.Text is "?" ? new UnknownOperand(origin) : new TextOperand(value.ToString(), origin),
        };
    }

    private static NumberOperand ToNumber(ReadOnlySpan<char> text, Origin origin)
    {
        var number = CoreScalar.Float(text);
        var isFinite = !double.IsInfinity(number) || text.EndsWith("inf", StringComparison.OrdinalIgnoreCase);
        return isFinite ? new NumberOperand(new Number(number), origin) : throw OutOfRange(text.ToString(), origin);
    }

    private static NumberOperand ToNumber(string text, bool isInteger, Origin origin) =>
        Number.Parse(text, isInteger) is { } number ? new NumberOperand(number, origin) : throw OutOfRange(text, origin);

    private static NumberOperand Negative(Operand operand) => new(Number.Negate(((NumberOperand)operand).Number), operand.Origin);

    private static GraphRunException OutOfRange(string text, Origin origin) =>
        new(ErrorCode.InvalidValue, $"{Printable.Text(text)} is out of the range of every dtype", origin.Span);
}
