using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Expressions;
using GraphRun.Formats.Graphs;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Binds one node of the file, whatever its form: in the end the graph has a node of its name.</summary>
internal sealed class NodeBinding(BindingContext context)
{
    private readonly List<Node> controls = [];

    private NodeDef Definition => context.Current;

    /// <exception cref="GraphRunException">The first mistake in the node.</exception>
    public void Bind(int index, Dependencies dependencies)
    {
        context.Begin(index);
        controls.Clear();
        DeviceName.Check(Definition.Device);
        foreach (var after in Definition.After)
            AddControl(Reference.Parse(after.Text).Node, new Origin(after.Span));
        context.Graph.ControlInputs = [.. context.Inherited, .. controls];
        var value = dependencies.Expression is { } expression ? Evaluator.Evaluate(context, expression, context.CurrentName)
            : Definition.Literal.Exists ? Input(Definition.Literal)
            : BindOp();
        if (!context.Graph.TryGetNode(context.CurrentName, out _))
            AddNamed(value);
    }

    private Operand BindOp()
    {
        var origin = new Origin(Definition.Op.Span);
        var callee = context.FindOp(Definition.Op.Text, origin);
        var inputs = Inputs(callee);
        if (callee is OpCallee { IsCalledByType: true } op)
            inputs = FlatInputs.Group(op.Op.Signature, inputs, Definition.Attrs);
        foreach (var attr in Definition.Attrs)
            inputs.Add(new KeywordOperand(attr.Name.Text, AttrValue(callee, attr), new Origin(attr.Name.Span)));
        context.Graph.ControlInputs = [.. context.Inherited, .. controls];
        return callee.Bind(new Call(context, callee, inputs, origin, context.CurrentName));
    }

    private List<Operand> Inputs(ICallee callee)
    {
        var inputs = new List<Operand>();
        var hasControls = false;
        for (var i = 0; i < Definition.Inputs.Count; i++)
        {
            var (name, value) = Definition.Inputs[i];
            var control = ControlOf(value);
            if (control is not null)
                AddControl(control, new Origin(value.Span));
            else if (hasControls)
            {
                throw new GraphRunException(
                    ErrorCode.InvalidArguments, "Control dependencies must come after regular dependencies", value.Span);
            }
            else
                inputs.Add(Argument(callee, i, name, value));
            hasControls |= control is not null;
        }

        return inputs;
    }

    private Operand Argument(ICallee callee, int position, Word name, ValueDef value)
    {
        if (name.Text is { Length: > 0 })
            return new KeywordOperand(name.Text, Input(value), new Origin(name.Span));
        return callee is not OpCallee { IsCalledByType: true } && callee.Parameters.At(position) is { NamesNodes: false } parameter
            ? AttrValue(parameter, value)
            : Input(value);
    }

    private Operand AttrValue(ICallee callee, NamedValue attr)
    {
        var index = callee.Parameters.IndexOf(attr.Name.Text);
        return index >= 0 ? AttrValue(callee.Parameters.All[index], attr.Value) : Literal(attr.Value);
    }

    private Operand AttrValue(Parameter parameter, ValueDef value) =>
        parameter.NamesNodes ? Input(value)
        : parameter.Attr!.Type == AttrType.Function && value.Typed is null ? Function(value.Written)
        : Literal(value);

    /// <summary>The name of a function, or a lambda; lists of them. No deeper than the document.</summary>
    private Operand Function(DocumentNode written)
    {
        if (written.Kind == DocumentNodeKind.Sequence)
        {
            var (items, count) = (new Operand[written.Count], 0);
            foreach (var item in written.Items)
                items[count++] = Function(item);
            return new ListOperand(items, new Origin(written));
        }

        return written.Kind == DocumentNodeKind.Scalar && !NodeName.IsValid(written.ToString())
            ? Evaluator.Evaluate(context, Expression.Parse(written))
            : Literal(written);
    }

    private Operand Literal(ValueDef value) => value.Typed switch
    {
        null => Literal(value.Written),
        FunctionDef function => FunctionOperand.Of(function, context, new Origin(value.Span)),
        var typed => new TypedOperand(typed, new Origin(value.Span)),
    };

    /// <summary>Inside a function a text may be a parameter. No deeper than the document.</summary>
    private Operand Literal(DocumentNode written)
    {
        if (context.Function is null)
            return LiteralOperands.Of(written);
        if (written.Kind == DocumentNodeKind.Scalar)
            return context.FindArgument(written.ToString()) ?? LiteralOperands.Of(written);
        if (written.Kind == DocumentNodeKind.Mapping)
            return LiteralOperands.Of(written);
        var (items, count) = (new Operand[written.Count], 0);
        foreach (var item in written.Items)
            items[count++] = Literal(item);
        return new ListOperand(items, new Origin(written));
    }

    /// <summary>The name in <c>^node</c>; null for anything else.</summary>
    private static string? ControlOf(ValueDef value)
    {
        var text = value.Typed as string ?? (
            value.Written is { Exists: true, Kind: DocumentNodeKind.Scalar } ? value.Written.ToString() : "");
        return text.StartsWith('^') ? text[1..] : null;
    }

    private void AddControl(string name, Origin origin)
    {
        if (context.FindControl(name, origin) is { } node)
            controls.Add(node);
    }

    private Operand Input(ValueDef value) => value.Typed switch
    {
        null => Input(value.Written),
        string reference => new ReferenceOperand(reference, new Origin(value.Span)),
        var typed => new TypedOperand(typed, new Origin(value.Span)),
    };

    /// <summary>A number, a reference where there is such a node, else an expression; lists of them. No deeper than the document.</summary>
    private Operand Input(DocumentNode written)
    {
        if (written.Kind == DocumentNodeKind.Sequence)
        {
            var items = new List<Operand>(written.Count);
            foreach (var item in written.Items)
                items.Add(Input(item));
            return new ListOperand([.. items], new Origin(written));
        }

        if (written.Kind == DocumentNodeKind.Mapping || CoreScalar.KindOf(written) != CoreKind.String)
            return LiteralOperands.Of(written);
        var text = written.ToString();
        return Reference.IsReference(text) && context.Knows(Reference.Parse(text).Node)
            ? new ReferenceOperand(text, new Origin(written))
            : Evaluator.Evaluate(context, Expression.Parse(written));
    }

    /// <summary>A node of the file's name for a value that made none: an Identity of a tensor, a Const or Pack of a literal.</summary>
    private void AddNamed(Operand value)
    {
        value = Values.Resolve(context, value);
        if (value is TensorOperand { Output: var output } && output.Node.OutputDTypes.Length == 0)
            context.Add(Catalogue.Get("NoOp"), context.CurrentName, [], null, value.Origin, [output.Node]);
        else if (value is TensorOperand tensor)
            context.Add("Identity", context.CurrentName, [tensor.Output], value.Origin);
        else
            Values.ToOutput(context, value, DType.None, "value", context.CurrentName);
    }
}
