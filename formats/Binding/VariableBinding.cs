using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Declares the variables of nodes that are written by op: <c>{op: VariableV2, ..., initializer: w/Assign, trainable: false}</c>. The
/// initializer uses the variable, so it is looked for when all nodes are there.
/// </summary>
internal static class VariableBinding
{
    /// <exception cref="GraphRunException">A key with a value of another kind.</exception>
    public static void Declare(Call call, Node node)
    {
        var isTrainable = true;
        foreach (var keyword in call.Rest)
        {
            if (keyword.Name == VariableAttrs.Trainable)
                isTrainable = Truth(keyword);
            else if (keyword.Name == VariableAttrs.Initializer && call.Context.Caller is null)
                call.Context.Initializers.Add((node, new Word(Name(keyword), keyword.Value.Origin.Span)));
        }

        call.Context.Graph.AddVariable(new VariableDeclaration(node, null, isTrainable));
    }

    /// <summary>Finds the initializers; what is none goes to the errors.</summary>
    public static void ResolveInitializers(BindingContext context)
    {
        foreach (var (variable, name) in context.Initializers)
        {
            if (context.Graph.TryGetNode(name.Text, out var initializer))
                context.Graph.SetInitializer(variable, initializer);
            else if (context.Errors.Count == 0)
            {
                context.Errors.Add(
                    ErrorCode.UnknownReference,
                    $"Node '{variable.Name}': its initializer is '{Printable.Text(name.Text)}', and there is no such node",
                    name.Span,
                    context.SuggestNode(name.Text),
                    variable.Name);
            }
        }
    }

    private static bool Truth(KeywordOperand keyword) => keyword.Value switch
    {
        BooleanOperand boolean => boolean.Value,
        TypedOperand { Value: bool value } => value,
        _ => throw Wrong(keyword, "true or false"),
    };

    private static string Name(KeywordOperand keyword) => keyword.Value switch
    {
        WordOperand word => word.Text,
        TextOperand text => text.Text,
        TypedOperand { Value: string text } => text,
        _ => throw Wrong(keyword, "the name of a node"),
    };

    private static GraphRunException Wrong(KeywordOperand keyword, string expected) => new(
        ErrorCode.InvalidAttr, $"'{keyword.Name}' of a variable must be {expected}, got {keyword.Value.Origin.Text}", keyword.Value.Origin.Span);
}
