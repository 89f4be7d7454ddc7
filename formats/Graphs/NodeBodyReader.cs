using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Graphs;

/// <summary>Reads what stands behind a node's name: an expression, a literal, or a mapping with an <c>op</c> or an <c>expr</c>.</summary>
internal sealed class NodeBodyReader(ErrorList errors)
{
    private static readonly string[] expressionKeys = ["name", "expr", "after", "device"];
    private static readonly string[] reservedKeys = ["op", "expr", "inputs", "after", "device", "name", "scope"];

    private readonly ScalarReader scalars = new(errors);

    /// <summary>The node, or null when it has an error that leaves nothing to go on with.</summary>
    public NodeDef? Read(string name, string scope, SourceSpan span, DocumentNode body, bool isListItem)
    {
        if (body.Kind == DocumentNodeKind.Sequence)
            return new NodeDef { Name = name, Scope = scope, Span = span, Literal = new ValueDef(body) };
        if (body.Kind == DocumentNodeKind.Mapping)
            return ReadMapping(name, scope, span, body, isListItem);
        if (CoreScalar.KindOf(body) != CoreKind.Null)
            return new NodeDef { Name = name, Scope = scope, Span = span, Expression = body };
        errors.Add(ErrorCode.InvalidValue, $"node '{name}' is empty", span, "write an expression behind the colon and a space", name);
        return null;
    }

    private NodeDef? ReadMapping(string name, string scope, SourceSpan span, DocumentNode body, bool isListItem)
    {
        if (!isListItem && body["name"] is { Exists: true } other && !other.Text.SequenceEqual(name.AsSpan(scope.Length)))
        {
            errors.Add(
                ErrorCode.Duplicate, $"node '{name}' has a second name, '{Printable.Text(other.Text)}'", other.Span, "remove it", name);
        }

        var (op, expression) = (body["op"], body["expr"]);
        if (op.Exists && expression.Exists)
            errors.Add(ErrorCode.InvalidValue, $"node '{name}' has both 'op' and 'expr'", expression.Span, "keep one of them", name);
        else if (op.Exists)
            return ReadOp(name, scope, span, body, op);
        else if (expression.Exists)
            return ReadExpression(name, scope, span, body, expression);
        else
            ReportNeither(name, span, body);
        return null;
    }

    private NodeDef? ReadExpression(string name, string scope, SourceSpan span, DocumentNode body, DocumentNode expression)
    {
        ScalarReader.CheckKeys(body, expressionKeys, $"node '{name}' with an 'expr'", errors);
        if (expression.Kind != DocumentNodeKind.Scalar || CoreScalar.KindOf(expression) == CoreKind.Null)
        {
            errors.Add(
                ErrorCode.InvalidValue,
                $"'expr' of node '{name}' is an expression, not {ScalarReader.KindName(expression)}",
                expression.Span,
                node: name);
            return null;
        }

        return new NodeDef
        {
            Name = name,
            Scope = scope,
            Span = span,
            Expression = expression,
            After = After(body["after"]),
            Device = Device(body),
        };
    }

    private NodeDef? ReadOp(string name, string scope, SourceSpan span, DocumentNode body, DocumentNode op)
    {
        var type = scalars.Text(op, "op");
        return type.Text is null ? null : new NodeDef
        {
            Name = name,
            Scope = scope,
            Span = span,
            Op = type,
            Inputs = Inputs(body["inputs"]),
            Attrs = Attrs(body),
            After = After(body["after"]),
            Device = Device(body),
        };
    }

    private static NamedValue[] Inputs(DocumentNode value)
    {
        if (!value.Exists)
            return [];
        if (value.Kind == DocumentNodeKind.Scalar)
            return [new NamedValue(default, new ValueDef(value))];
        var (inputs, count) = (new NamedValue[value.Count], 0);
        foreach (var item in value.Items)
            inputs[count++] = new NamedValue(default, new ValueDef(item));
        foreach (var (key, item) in value.Entries)
            inputs[count++] = new NamedValue(new Word(key.ToString(), key.Span), new ValueDef(item));
        return inputs;
    }

    private List<NamedValue> Attrs(DocumentNode body)
    {
        var attrs = new List<NamedValue>();
        foreach (var (key, value) in body.Entries)
        {
            var name = key.ToString();
            if (!reservedKeys.Contains(name))
                attrs.Add(new NamedValue(new Word(name, key.Span), Attr(name, key.Span, value)));
        }

        return attrs;
    }

    /// <summary>A mapping that returns something is a function written in its place.</summary>
    private ValueDef Attr(string name, SourceSpan span, DocumentNode value) =>
        value.Kind == DocumentNodeKind.Mapping && value["returns"].Exists
            ? new ValueDef(FunctionDefReader.ReadInPlace(name, span, value, errors), span)
            : new ValueDef(value);

    private List<Word> After(DocumentNode value)
    {
        var after = new List<Word>();
        if (value is { Exists: true, Kind: DocumentNodeKind.Scalar } && scalars.Text(value, "after") is { Text: not null } only)
            after.Add(only);
        foreach (var item in value.Exists ? value.Items : default)
        {
            if (scalars.Text(item, "after") is { Text: not null } word)
                after.Add(word);
        }

        if (value is { Exists: true, Kind: DocumentNodeKind.Mapping })
            errors.Add(ErrorCode.InvalidValue, "'after' is a list of nodes, not a mapping", value.Span);
        return after;
    }

    private Word Device(DocumentNode body) => scalars.Text(body["device"], "device");

    private void ReportNeither(string name, SourceSpan span, DocumentNode body)
    {
        foreach (var (key, _) in body.Entries)
        {
            if (Suggestion.For(key.ToString(), ["op", "expr", "scope"]) is { } nearest)
            {
                errors.Add(
                    ErrorCode.UnknownKey,
                    $"node '{name}' has neither 'op' nor 'expr' but '{Printable.Text(key.Text)}'",
                    key.Span,
                    nearest,
                    name);
                return;
            }
        }

        errors.Add(
            ErrorCode.InvalidValue,
            $"node '{name}' has neither 'op' nor 'expr'",
            span,
            "write {op: Add, inputs: [a, b]} or {expr: a + b}",
            name);
    }
}
