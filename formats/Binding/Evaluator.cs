using GraphRun.Errors;
using GraphRun.Formats.Expressions;

namespace GraphRun.Formats.Binding;

/// <summary>Binds an expression: walks it operands first, with a stack of values, and adds a node for every operator and call.</summary>
internal static class Evaluator
{
    /// <param name="name">The name for the node of the root; null to derive one from what it does.</param>
    /// <exception cref="GraphRunException">The first mistake in the expression.</exception>
    public static Operand Evaluate(BindingContext context, Expression expression, string? name = null) =>
        Evaluate(context, expression, expression.Nodes.Count - 1, name);

    /// <param name="root">The index of the part of the expression that is evaluated.</param>
    public static Operand Evaluate(BindingContext context, Expression expression, int root, string? name)
    {
        var values = new Stack<Operand>();
        var lambdas = Lambdas(expression, root);
        for (var i = expression.Nodes[root].First; i <= root; i++)
        {
            if (lambdas.TryPeek(out var lambda) && expression.Nodes[lambda].First == i)
                values.Push(FunctionOperand.Of(expression, i = lambdas.Pop(), context));
            else
                values.Push(Apply(context, expression, i, values, i == root ? name : null));
        }

        return values.Pop();
    }

    /// <summary>The functions that are written in the expression, the first one on top, but not those inside another one.</summary>
    private static Stack<int> Lambdas(Expression expression, int root)
    {
        var lambdas = new Stack<int>();
        for (var i = root; i >= expression.Nodes[root].First; i--)
        {
            if (expression.Nodes[i].Kind != ExpressionKind.Lambda)
                continue;
            lambdas.Push(i);
            i = expression.Nodes[i].First;
        }

        return lambdas;
    }

    private static Operand Apply(BindingContext context, Expression expression, int index, Stack<Operand> values, string? name)
    {
        var node = expression.Nodes[index];
        var origin = new Origin(expression, index);
        switch (node.Kind)
        {
            case ExpressionKind.List:
                return LiteralOperands.List(values, node.Operands, origin);
            case ExpressionKind.Keyword:
                return new KeywordOperand(node.Text, values.Pop(), origin);
            case ExpressionKind.Slice:
                var parts = LiteralOperands.Take(values, 3);
                return new SliceOperand(Written(parts[0]), Written(parts[1]), Written(parts[2]), origin);
            case ExpressionKind.Unary:
                return UnaryBinding.Bind(context, node.Text, values.Pop(), origin, name);
            case ExpressionKind.Binary:
                var right = values.Pop();
                return BinaryBinding.Bind(context, node.Text, values.Pop(), right, origin, name);
            case ExpressionKind.Index:
                var operands = LiteralOperands.Take(values, node.Operands);
                return IndexBinding.Bind(context, operands[0], operands.AsSpan(1), origin, name);
            case ExpressionKind.Call:
                return Call(context, node, LiteralOperands.Take(values, node.Operands), origin, name);
            case ExpressionKind.Name when context.FindArgument(node.Text) is { } argument:
                return argument;
            default:
                return LiteralOperands.Leaf(expression, index);
        }
    }

    private static Operand Call(BindingContext context, ExpressionNode node, Operand[] arguments, Origin origin, string? name)
    {
        var callee = context.FindCallee(node.Text, origin);
        var call = new Call(context, callee, arguments, origin, name ?? context.Derive(ShortName(node.Text)));
        return callee.Bind(call);
    }

    /// <summary>Without TensorFlow's modules: of <c>tf.nn.relu</c> <c>relu</c>.</summary>
    private static string ShortName(string callee) => callee[(callee.LastIndexOf('.') + 1)..];

    private static Operand? Written(Operand part) => part is OmittedOperand ? null : part;
}
