using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Documents;
using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Finds what a name stands for where it is used: an argument or a node of the function itself, then of what is around the place where the
/// function is written. What lies on a level around becomes a parameter of the functions between.
/// </summary>
internal static class NameLookup
{
    /// <summary>The value that a reference stands for.</summary>
    /// <exception cref="GraphRunException">Nothing has the name, or it has no such output.</exception>
    public static Operand Find(this BindingContext context, Reference reference, Origin origin)
    {
        if (Locate(context, reference.Node) is not { } place)
            throw Unknown(context, reference.Node, origin);
        if (place.Argument is not null and not TensorOperand)
        {
            return reference.Selector is null
                ? Bring(context, place.Context, place.Argument)
                : throw Unknown(context, reference.Node, origin);
        }

        var whole = place.Argument as TensorOperand ?? new TensorOperand(new Output(place.Node!, 0), IsWhole: true, origin);
        return Bring(context, place.Context, Select(context, whole with { Origin = origin }, reference));
    }

    /// <summary>The node of a name, to wait for it; null when it is on a level around and the calling node waits.</summary>
    /// <exception cref="GraphRunException">There is no such node.</exception>
    public static Node? FindControl(this BindingContext context, string name, Origin origin)
    {
        if (Locate(context, name) is not { } place || (place.Node ?? (place.Argument as TensorOperand)?.Output.Node) is not { } node)
            throw Unknown(context, name, origin);
        if (place.Context.Level == context.Level)
            return node;
        context.Level.WaitFor(node, place.Context.Level);
        return null;
    }

    /// <summary>The argument that a word stands for; null when it stands for a node or nothing.</summary>
    public static Operand? FindArgument(this BindingContext context, string name) =>
        Locate(context, name) is { Argument: { } argument, Context: var owner } ? Bring(context, owner, argument) : null;

    /// <summary>Whether there is an argument or a node of this name.</summary>
    public static bool Knows(this BindingContext context, string name) => Locate(context, name) is not null;

    /// <summary>
    /// What a call names: the function or op that an argument stands for, where None changes nothing, or else what the file and the
    /// catalogue have.
    /// </summary>
    /// <exception cref="GraphRunException">There is nothing of this name to call.</exception>
    public static ICallee FindCallee(this BindingContext context, string name, Origin origin) => context.FindArgument(name) switch
    {
        null => context.Callees.Find(name, origin),
        FunctionOperand function => new FunctionCallee(function),
        WordOperand word => context.Callees.Find(word.Text, word.Origin),
        TextOperand text => context.Callees.Find(text.Text, text.Origin),
        NoneOperand none => context.Callees.Find("identity", none.Origin),
        var other => throw new GraphRunException(
            ErrorCode.InvalidArguments, $"'{name}' stands for {other.Origin.Text}, which cannot be called", origin.Span),
    };

    /// <summary>What a node names under <c>op</c>: an op by its type before anything else.</summary>
    /// <exception cref="GraphRunException">There is nothing of this name.</exception>
    public static ICallee FindOp(this BindingContext context, string name, Origin origin) =>
        context.FindArgument(name) is null ? context.Callees.FindOp(name, origin) : context.FindCallee(name, origin);

    private static (BindingContext Context, Operand? Argument, Node? Node)? Locate(BindingContext from, string name)
    {
        var scope = from.Current.Scope;
        for (var context = from; context is not null; (scope, context) = (context.OuterScope, context.Outer))
        {
            if (context.TryGetArgument(name, out var argument))
                return (context, argument, null);
            if (context.Table.Find(scope, name) is { } found)
                return context.Graph.TryGetNode(context.Prefix + found.FullName, out var node) ? (context, null, node) : null;
        }

        return null;
    }

    private static TensorOperand Select(BindingContext context, TensorOperand tensor, Reference reference)
    {
        if (reference.Selector is null)
            return tensor;
        var index = OutputNames.IndexOf(tensor.Output.Node, reference.Selector);
        return index >= 0
            ? tensor with { Output = new Output(tensor.Output.Node, index), IsWhole = false }
            : throw NoOutput(context, tensor.Output.Node, reference, tensor.Origin);
    }

    /// <summary>The operand with every tensor in it as it stands on the level where it is used.</summary>
    private static Operand Bring(BindingContext to, BindingContext from, Operand operand)
    {
        if (to.Level == from.Level)
            return operand;
        if (operand is ListOperand list)
            return new ListOperand(Array.ConvertAll(list.Items, item => Bring(to, from, item)), list.Origin);
        if (operand is not TensorOperand tensor)
            return operand;
        if (tensor.Output.Node.OutputDTypes.Length > 0)
            return new TensorOperand(to.Level.Bring(tensor.Output, from.Level), tensor.Output.Node.OutputDTypes.Length == 1, tensor.Origin);
        to.Level.WaitFor(tensor.Output.Node, from.Level);
        return tensor with { Output = new Output(to.Add(Catalogue.Get("NoOp"), to.Derive("wait"), [], null, tensor.Origin), 0) };
    }

    private static GraphRunException Unknown(BindingContext context, string name, Origin origin)
    {
        var user = context;
        while (user.CurrentName.Length == 0 && user.Caller is not null)
            user = user.Caller;
        return new GraphRunException(
            ErrorCode.UnknownReference,
            $"Node '{user.CurrentName}': Unknown input node '{Printable.Text(name)}'",
            origin.Span,
            Callees.IsCallable(name) ? $"it is a function: write {name}(...)" : context.SuggestNode(name),
            user.CurrentName);
    }

    private static GraphRunException NoOutput(BindingContext context, Node node, Reference reference, Origin origin)
    {
        var count = node.OutputDTypes.Length;
        var outputs = Enumerable.Range(0, Math.Min(count, 8)).Select(index => new Output(node, index).ToString());
        return new GraphRunException(
            ErrorCode.UnknownReference,
            $"Node '{context.CurrentName}': Connecting to invalid output {Printable.Text(reference.Selector)} of source node {node.Name} "
            + $"which has {count} {(count == 1 ? "output" : "outputs")}",
            origin.Span,
            count == 0 ? null : $"its outputs are {string.Join(", ", outputs)}{(count > 8 ? ", ..." : "")}",
            context.CurrentName);
    }
}
