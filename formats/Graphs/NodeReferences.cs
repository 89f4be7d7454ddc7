using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Expressions;

namespace GraphRun.Formats.Graphs;

/// <summary>
/// Everything in a node that could refer to another one or to a function, found without knowing what there is. A word that turns out to be
/// no node's name is a dtype or the like and does no harm.
/// </summary>
internal sealed class NodeReferences
{
    private readonly List<string> nodes = [];
    private readonly List<string> calls = [];

    /// <summary>Inputs in order, words of expressions, and control inputs as <c>^node</c>.</summary>
    public static List<string> Of(NodeDef node) => Find(node).nodes;

    /// <summary>The names that are called: ops, builders and functions.</summary>
    public static List<string> CallsOf(NodeDef node) => Find(node).calls;

    /// <summary>What a function refers to beyond its own nodes and parameters.</summary>
    public static List<string> FreeIn(FunctionDef function)
    {
        var own = new HashSet<string>(function.Nodes.Select(node => node.Name));
        own.UnionWith(function.Parameters.Select(parameter => parameter.Name.Text));
        var used = function.Nodes.SelectMany(Of).Concat(function.Returns.Select(result => result.Reference.Text));
        return [.. used.Where(reference => !own.Contains(NodeOf(reference)))];
    }

    /// <summary>The name in a reference: of <c>^x</c> and <c>x:1</c> it is <c>x</c>.</summary>
    public static string NodeOf(string reference)
    {
        var colon = reference.IndexOf(':');
        return reference[(reference.StartsWith('^') ? 1 : 0)..(colon < 0 ? ^0 : colon)];
    }

    private static NodeReferences Find(NodeDef node)
    {
        var references = new NodeReferences();
        if (node.Op.Text is { } op)
            references.calls.Add(op);
        foreach (var input in node.Inputs)
            references.Add(input.Value);
        foreach (var attr in node.Attrs)
            references.AddAttr(attr.Value);
        if (node.Expression.Exists)
            references.Add(node.Expression);
        references.Add(node.Literal);
        foreach (var after in node.After)
            references.nodes.Add("^" + after.Text);
        return references;
    }

    private void Add(ValueDef value)
    {
        if (value.Typed is string reference)
            nodes.Add(reference);
        else if (value.Written.Exists)
            Add(value.Written);
    }

    private void AddAttr(ValueDef value)
    {
        if (value.Typed is not FunctionDef function)
        {
            if (value.Typed is not string)
                Add(value);
            return;
        }

        nodes.AddRange(FreeIn(function));
        foreach (var node in function.Nodes)
            calls.AddRange(CallsOf(node));
    }

    // A document nests no deeper than its limit.
    private void Add(DocumentNode written)
    {
        foreach (var item in written.Items)
            Add(item);
        if (written.Kind != DocumentNodeKind.Scalar || CoreScalar.KindOf(written) != CoreKind.String)
            return;
        var text = written.ToString();
        if (Binding.Reference.IsReference(text))
            nodes.Add(text);
        else if (Parse(written) is { } expression)
            Add(expression);
    }

    /// <summary>From the root back to the leaves; what a lambda calls its parameters refers to nothing else inside it.</summary>
    private void Add(Expression expression)
    {
        var lambdas = new Stack<(int First, string[] Parameters)>();
        for (var i = expression.Nodes.Count - 1; i >= 0; i--)
        {
            while (lambdas.TryPeek(out var lambda) && i < lambda.First)
                lambdas.Pop();
            var part = expression.Nodes[i];
            if (part.Kind == ExpressionKind.Lambda)
                lambdas.Push((part.First, part.Text.Split(',')));
            else if (part.Kind == ExpressionKind.Call)
                calls.Add(part.Text);
            else if (part.Kind is ExpressionKind.Name or ExpressionKind.Reference
                && !lambdas.Any(lambda => lambda.Parameters.Contains(NodeOf(part.Text))))
                nodes.Add(part.Text);
        }
    }

    /// <summary>An expression that cannot be read has its error told when it is bound.</summary>
    private static Expression? Parse(DocumentNode written)
    {
        try
        {
            return Expression.Parse(written);
        }
        catch (GraphRunException)
        {
            return null;
        }
    }
}
