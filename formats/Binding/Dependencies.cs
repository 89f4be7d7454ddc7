using GraphRun.Formats.Documents;
using GraphRun.Formats.Expressions;
using GraphRun.Formats.Graphs;
using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>
/// What a node of the file needs before it can be bound: the nodes that it names. Words in the places of attrs are dtypes, dims or
/// functions and name no nodes, whatever nodes there are.
/// </summary>
internal sealed class Dependencies
{
    private readonly BindingContext context;
    private readonly NodeDef node;

    private Dependencies(BindingContext context, NodeDef node)
    {
        this.context = context;
        this.node = node;
    }

    /// <summary>Indices in the file; some may stand twice.</summary>
    public List<int> Nodes { get; } = [];

    /// <summary>The node can be bound only when all variables have been.</summary>
    public bool NeedsAllVariables { get; private set; }

    /// <summary>The parsed expression of a node that is one.</summary>
    public Expression? Expression { get; private set; }

    /// <exception cref="GraphRun.Errors.GraphRunException">An expression that cannot be read, or a call of nothing known.</exception>
    public static Dependencies Of(BindingContext context, NodeDef node)
    {
        var dependencies = new Dependencies(context, node);
        foreach (var after in node.After)
            dependencies.AddReference(after.Text);
        if (node.Expression.Exists)
            dependencies.Add(dependencies.Expression = Expression.Parse(node.Expression));
        else if (node.Literal.Exists)
            dependencies.Add(node.Literal);
        else
            dependencies.AddOp();
        return dependencies;
    }

    private void AddOp()
    {
        var callee = context.FindOp(node.Op.Text, new Origin(node.Op.Span));
        AddCallee(callee);
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            var isInput = callee is OpCallee { IsCalledByType: true } || callee.Parameters.At(i) is not { NamesNodes: false };
            if (isInput || node.Inputs[i].HasName)
                Add(node.Inputs[i].Value);
            else
                AddLambdas(callee.Parameters.At(i)!, node.Inputs[i].Value);
        }

        foreach (var attr in node.Attrs)
        {
            AddFunction(attr.Value);
            var index = callee.Parameters.IndexOf(attr.Name.Text);
            if (index >= 0 && callee.Parameters.All[index].NamesNodes)
                Add(attr.Value);
            else if (index >= 0)
                AddLambdas(callee.Parameters.All[index], attr.Value);
        }
    }

    private void Add(ValueDef value)
    {
        if (value.Typed is string reference)
            AddReference(reference);
        else if (value.Written.Exists)
            Add(value.Written);
    }

    // A document nests no deeper than its limit.
    private void Add(DocumentNode written)
    {
        foreach (var item in written.Items)
            Add(item);
        if (written.Kind != DocumentNodeKind.Scalar || CoreScalar.KindOf(written) != CoreKind.String)
            return;
        var text = written.ToString();
        if (!AddReference(text))
            Add(Expression.Parse(written));
    }

    private bool AddReference(string text)
    {
        if (Reference.IsReference(text) && context.Table.Find(node.Scope, Reference.Parse(text).Node) is { } found)
        {
            Nodes.Add(found.Index);
            return true;
        }

        AddFunction(text);
        return false;
    }

    private void AddCallee(ICallee callee)
    {
        NeedsAllVariables |= callee.NeedsAllVariables;
        if (callee is FunctionCallee { Function: { Definition: { } function, Callees: var owner } })
            Add((owner ?? context.Callees).Uses(function));
    }

    /// <summary>A function that an argument names.</summary>
    private void AddFunction(string name)
    {
        if (context.Callees.Function(name) is { } function)
            Add(context.Callees.Uses(function));
    }

    /// <summary>A function that an attr names or is.</summary>
    private void AddFunction(ValueDef value)
    {
        switch (value.Typed)
        {
            case FunctionDef function:
                Add(context.Callees.Uses(function));
                break;
            case FunctionReference reference:
                AddFunction(reference.Name);
                break;
            case FunctionReference[] references:
                foreach (var reference in references)
                    AddFunction(reference.Name);
                break;
            case null when value.Written is { Kind: DocumentNodeKind.Scalar } written:
                AddFunction(written.ToString());
                break;
        }
    }

    private void AddLambdas(Parameter parameter, ValueDef value)
    {
        if (parameter.Attr!.Type == AttrType.Function && value.Written.Exists)
            AddLambdas(value.Written);
    }

    /// <summary>What the functions in an attr need: those it names, and the expressions of those written in it.</summary>
    private void AddLambdas(DocumentNode written)
    {
        foreach (var item in written.Items)
            AddLambdas(item);
        if (written.Kind != DocumentNodeKind.Scalar)
            return;
        if (NodeName.IsValid(written.ToString()))
            AddFunction(written.ToString());
        else
            Add(Expression.Parse(written));
    }

    /// <summary>Inside a function the file's own nodes are there already: whoever calls it depends on them.</summary>
    private void Add(FunctionUses uses)
    {
        NeedsAllVariables |= uses.NeedsAllVariables;
        foreach (var name in uses.References)
        {
            if (context.Table.Find(node.Scope, name) is { } found)
                Nodes.Add(found.Index);
        }
    }

    /// <summary>Walks from the root back to the leaves, past the arguments that name no nodes.</summary>
    private void Add(Expression expression)
    {
        var skipped = new Stack<(int Last, int First)>();
        var lambdas = new Stack<(int First, string[] Parameters)>();
        for (var i = expression.Nodes.Count - 1; i >= 0; i--)
        {
            while (lambdas.TryPeek(out var lambda) && i < lambda.First)
                lambdas.Pop();
            if (skipped.TryPeek(out var next) && next.Last == i)
            {
                i = skipped.Pop().First;
                continue;
            }

            var part = expression.Nodes[i];
            if (part.Kind == ExpressionKind.Lambda)
                lambdas.Push((part.First, part.Text.Split(',')));
            else if (lambdas.Any(lambda => lambda.Parameters.Contains(NodeReferences.NodeOf(part.Text))))
                continue;
            else if (part.Kind is ExpressionKind.Name or ExpressionKind.Reference)
                AddReference(part.Text);
            else if (part.Kind == ExpressionKind.Call)
                AddCall(expression, i, skipped);
        }
    }

    /// <summary>Finds the arguments that name no nodes; they are met later, the last one first.</summary>
    private void AddCall(Expression expression, int index, Stack<(int Last, int First)> skipped)
    {
        var callee = context.FindCallee(expression.Nodes[index].Text, new Origin(expression, index));
        AddCallee(callee);
        var arguments = new List<int>();
        for (var last = index - 1; arguments.Count < expression.Nodes[index].Operands; last = expression.Nodes[last].First - 1)
            arguments.Add(last);
        for (var position = 0; position < arguments.Count; position++)
        {
            var last = arguments[arguments.Count - 1 - position];
            var argument = expression.Nodes[last];
            var parameter = argument.Kind != ExpressionKind.Keyword ? callee.Parameters.At(position)
                : callee.Parameters.IndexOf(argument.Text) is >= 0 and var named ? callee.Parameters.All[named]
                : null;
            var isAttr = parameter is { NamesNodes: false } || (parameter is null && argument.Kind == ExpressionKind.Keyword);
            if (isAttr && parameter?.Attr?.Type != AttrType.Function)
                skipped.Push((last, argument.First));
        }
    }
}
