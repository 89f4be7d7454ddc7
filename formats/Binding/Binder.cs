using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Structuring;
using GraphRun.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Gives a graph file its meaning: finds what names name, makes nodes of expressions and builders, types attrs and literals.
/// </summary>
public static class Binder
{
    /// <summary>Reads and binds the graph file at a path.</summary>
    /// <exception cref="GraphRunException">Everything that is wrong with the file, at most <see cref="ErrorList.Most"/> errors.</exception>
    public static Graph Load(string path)
    {
        using var stream = InputFile.Open(path);
        return Load(stream, path, Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="name">What messages call the text; <c>-</c> for standard input.</param>
    /// <param name="folder">Where files lie that the graph names; null when it may name none.</param>
    public static Graph Load(Stream stream, string name, string? folder = null)
    {
        var errors = new ErrorList();
        return Bind(GraphFile.Read(stream, name, folder, errors), errors);
    }

    /// <summary>Binds what a reader has read.</summary>
    /// <exception cref="GraphRunException">Everything that is wrong with it, at most <see cref="ErrorList.Most"/> errors.</exception>
    public static Graph Bind(GraphDef file) => Bind(file, new ErrorList());

    private static Graph Bind(GraphDef file, ErrorList errors)
    {
        var context = new BindingContext(Structured(file, errors), errors);
        var order = new BindingOrder(context, new NodeBinding(context).Bind);
        order.Run();
        foreach (var output in file.Outputs)
            AddOutput(context, order, output);
        errors.ThrowIfAny();
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

    private static void AddOutput(BindingContext context, BindingOrder order, OutputDef output)
    {
        var reference = Reference.Parse(output.Reference.Text);
        var found = reference.IsControl ? null : context.Table.Find("", reference.Node);
        if (found is { } known && !order.IsBound(known.Index))
            return;
        if (found is null || !context.Graph.TryGetNode(found.Value.FullName, out var node))
        {
            context.Errors.Add(
                ErrorCode.UnknownReference,
                $"output '{output.Name}' refers to '{Printable.Text(output.Reference.Text)}', and there is no such node",
                output.Reference.Span,
                context.SuggestNode(reference.Node) ?? "an expression goes under 'nodes'; outputs name nodes");
            return;
        }

        AddOutput(context, output, reference, node);
    }

    private static void AddOutput(BindingContext context, OutputDef output, Reference reference, Node node)
    {
        var index = reference.Selector is null ? 0 : OutputNames.IndexOf(node, reference.Selector);
        if (index < 0 || index >= node.OutputDTypes.Length)
        {
            var count = node.OutputDTypes.Length == 1 ? "1 output" : $"{node.OutputDTypes.Length} outputs";
            context.Errors.Add(
                ErrorCode.UnknownReference,
                $"output '{output.Name}' refers to '{output.Reference}', and '{node.Name}' ({node.Op.Name}) has {count}",
                output.Reference.Span);
        }
        else if (reference.IsPost && !node.Op.DeclaresVariable)
        {
            context.Errors.Add(
                ErrorCode.InvalidValue,
                $"'{output.Reference}': only a variable has a value after the run, and '{node.Name}' is a {node.Op.Name}",
                output.Reference.Span);
        }
        else
        {
            context.Graph.AddOutput(output.Name.Text, new Fetch(new Output(node, index), reference.IsPost));
        }
    }
}
