using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Formats.Structuring;
using GraphRun.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Gives a graph file its meaning: finds what names name, makes nodes of expressions and builders, types attrs and literals.
/// </summary>
public static class Binder
{
    /// <summary>Reads and binds the graph file or model at a path.</summary>
    /// <exception cref="GraphRunException">Everything that is wrong with the file, at most <see cref="ErrorList.Most"/> errors.</exception>
    /// <param name="prepare">Changes what was read before it is bound; null for nothing.</param>
    /// <param name="choice">Which part of a model is meant; null for its default.</param>
    public static Graph Load(string path, Func<GraphDef, GraphDef>? prepare = null, ModelChoice? choice = null)
    {
        var errors = new ErrorList();
        var file = GraphFile.Read(path, choice, errors);
        return Bind(prepare is null ? file : prepare(file), errors);
    }

    /// <inheritdoc cref="Load(string, Func{GraphDef, GraphDef}?, ModelChoice?)"/>
    /// <param name="name">What messages call the text; <c>-</c> for standard input.</param>
    /// <param name="folder">Where files lie that the graph names; null when it may name none.</param>
    public static Graph Load(
        Stream stream, string name, string? folder = null, Func<GraphDef, GraphDef>? prepare = null, ModelChoice? choice = null)
    {
        var errors = new ErrorList();
        var file = GraphFile.Read(stream, name, folder, errors, choice);
        return Bind(prepare is null ? file : prepare(file), errors);
    }

    /// <summary>Binds what a reader has read.</summary>
    /// <exception cref="GraphRunException">Everything that is wrong with it, at most <see cref="ErrorList.Most"/> errors.</exception>
    public static Graph Bind(GraphDef file) => Bind(file, new ErrorList());

    private static Graph Bind(GraphDef file, ErrorList errors)
    {
        if (file.Model is not null)
        {
            ImportedNodes.CheckOps(file.Nodes, file.Library, file.Model);
            errors.ThrowIfAny();
        }

        var context = new BindingContext(Structured(file, errors), errors);
        var order = new BindingOrder(context, new NodeBinding(context).Bind);
        order.Run();
        VariableBinding.ResolveInitializers(context);
        foreach (var input in file.Inputs)
            AddInput(context, order, input);
        foreach (var output in file.Outputs)
            AddOutput(context, order, output);
        errors.ThrowIfAny();
        context.Graph.VariableValues = file.VariableValues;
        return context.Graph.Build();
    }

    /// <summary>An error that only concerns branches and loops is told with what is wrong elsewhere.</summary>
    private static GraphDef Structured(GraphDef file, ErrorList errors)
    {
        try
        {
            return Structure.Of(file);
        }
        catch (GraphRunException error)
        {
            errors.Add(error);
            errors.ThrowIfAny();
            throw;
        }
    }

    private static void AddInput(BindingContext context, BindingOrder order, OutputDef input)
    {
        var reference = Reference.Parse(input.Reference.Text);
        if (Find(context, order, "input", input, reference) is { } node && IndexOf(context, "input", input, reference, node) is { } index)
            context.Graph.AddInput(input.Name.Text, new Output(node, index));
    }

    private static void AddOutput(BindingContext context, BindingOrder order, OutputDef output)
    {
        var reference = Reference.Parse(output.Reference.Text);
        if (Find(context, order, "output", output, reference) is not { } node
            || IndexOf(context, "output", output, reference, node) is not { } index)
            return;
        if (!reference.IsPost || node.Op.DeclaresVariable)
        {
            context.Graph.AddOutput(output.Name.Text, new Fetch(new Output(node, index), reference.IsPost));
            return;
        }

        context.Errors.Add(
            ErrorCode.InvalidValue,
            $"'{output.Reference}': only a variable has a value after the run, and '{node.Name}' is a {node.Op.Name}",
            output.Reference.Span);
    }

    /// <summary>The node of a public name; null when there is none, which is told, or when it has an error of its own.</summary>
    /// <param name="kind">What the name is one of, for messages.</param>
    private static Node? Find(BindingContext context, BindingOrder order, string kind, OutputDef named, Reference reference)
    {
        var found = reference.IsControl ? null : context.Table.Find("", reference.Node);
        if (found is { } known && !order.IsBound(known.Index))
            return null;
        if (found is not null && context.Graph.TryGetNode(found.Value.FullName, out var node))
            return node;
        context.Errors.Add(
            ErrorCode.UnknownReference,
            $"{kind} '{named.Name}' refers to '{Printable.Text(named.Reference.Text)}', and there is no such node",
            named.Reference.Span,
            context.SuggestNode(reference.Node) ?? "an expression goes under 'nodes'; outputs name nodes");
        return null;
    }

    private static int? IndexOf(BindingContext context, string kind, OutputDef named, Reference reference, Node node)
    {
        var index = reference.Selector is null ? 0 : OutputNames.IndexOf(node, reference.Selector);
        if (index >= 0 && index < node.OutputDTypes.Length)
            return index;
        var count = node.OutputDTypes.Length == 1 ? "1 output" : $"{node.OutputDTypes.Length} outputs";
        context.Errors.Add(
            ErrorCode.UnknownReference,
            $"{kind} '{named.Name}' refers to '{named.Reference}', and '{node.Name}' ({node.Op.Name}) has {count}",
            named.Reference.Span);
        return null;
    }
}
