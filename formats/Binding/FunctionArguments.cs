using GraphRun.Errors;
using GraphRun.Formats.Graphs;
using GraphRun.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>Reads arguments that must be functions: a name, a lambda, or nodes written in their place.</summary>
internal static class FunctionArguments
{
    /// <exception cref="GraphRunException">The argument is no function.</exception>
    public static FunctionOperand Of(BindingContext context, Operand argument) => argument switch
    {
        FunctionOperand function => function,
        WordOperand word => Find(context, word.Text, word.Origin),
        TextOperand text => Find(context, text.Text, text.Origin),
        TypedOperand { Value: FunctionReference reference } => Find(context, reference.Name, argument.Origin),
        TypedOperand { Value: FunctionDef function } => FunctionOperand.Of(function, context, argument.Origin),
        _ => throw new GraphRunException(
            ErrorCode.InvalidArguments,
            $"expected a function, got {argument.Origin.Text}",
            argument.Origin.Span,
            "write the name of a function, or lambda x: x + 1"),
    };

    /// <summary>An argument that may be a list of functions.</summary>
    public static IReadOnlyList<FunctionOperand> All(BindingContext context, Operand argument) => argument switch
    {
        ListOperand list => [.. list.Items.Select(item => Of(context, item))],
        TypedOperand { Value: FunctionReference[] references } => [.. references.Select(one => Find(context, one.Name, argument.Origin))],
        _ => [Of(context, argument)],
    };

    private static FunctionOperand Find(BindingContext context, string name, Origin origin)
    {
        if (context.Callees.Function(name) is { } function)
            return FunctionOperand.Of(function, context.Callees, origin);
        if (context.FindArgument(name) is null && context.Knows(name))
        {
            throw new GraphRunException(
                ErrorCode.InvalidArguments, $"expected a function, but '{name}' is a node", origin.Span, $"write lambda: {name}");
        }

        return FunctionOperand.Of(context.FindCallee(name, origin), origin);
    }
}
