using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>
/// Turns the branches and loops of TensorFlow 1 (Switch, Merge, Enter, Exit, NextIteration, LoopCond) into If and While, before a file is
/// bound, so that nothing behind it knows of loops without a body or of nodes that may not run.
/// </summary>
internal static class Structure
{
    /// <summary>The file itself when it has no such nodes.</summary>
    /// <exception cref="GraphRunException">Nodes that no If or While can stand for; they are named.</exception>
    public static GraphDef Of(GraphDef file)
    {
        if (!HasFlow(file.Nodes) && !file.AllFunctions.Any(function => HasFlow(function.Nodes)))
            return file;
        return new GraphDef
        {
            Source = file.Source,
            Folder = file.Folder,
            Model = file.Model,
            Name = file.Name,
            Description = file.Description,
            Seed = file.Seed,
            Nodes = Of(file.Nodes, file.Outputs.Select(output => output.Reference.Text)),
            Outputs = file.Outputs,
            Inputs = file.Inputs,
            Functions = [.. file.AllFunctions.Select(function => Of(function))],
            Tests = file.Tests,
        };
    }

    private static bool HasFlow(IReadOnlyList<NodeDef> nodes) => nodes.Any(node => FlowKinds.Of(node) != FlowKind.None);

    private static FunctionDef Of(FunctionDef function) => HasFlow(function.Nodes)
        ? WithNodes(function, Of(function.Nodes, Wanted(function)))
        : function;

    private static IReadOnlyList<NodeDef> Of(IReadOnlyList<NodeDef> nodes, IEnumerable<string> wanted)
    {
        var references = wanted.ToList();
        var names = new NameSource(nodes, references);
        return Branches(Loops(nodes, names), references, names);
    }

    /// <summary>Innermost loops first, until there is none.</summary>
    private static IReadOnlyList<NodeDef> Loops(IReadOnlyList<NodeDef> nodes, NameSource names)
    {
        while (nodes.Any(node => FlowKinds.Of(node) is FlowKind.Enter or FlowKind.NextIteration))
        {
            var region = new Region(nodes);
            region.RequireOrder();
            var frame = LoopFrames.Innermost(region) ?? throw StructuringErrors.Loop(
                "", "it has no Enter", [.. nodes.Where(node => FlowKinds.Of(node) == FlowKind.NextIteration)]);
            nodes = LoopStructuring.Apply(region, frame, names.Unique(frame.Name, "while"));
        }

        return nodes;
    }

    /// <summary>The branches of a level, and those inside the loops that have been found on it.</summary>
    private static IReadOnlyList<NodeDef> Branches(IReadOnlyList<NodeDef> nodes, IEnumerable<string> wanted, NameSource names) =>
        BranchStructuring.Apply([.. nodes.Select(node => InLoop(node, names))], wanted, names);

    private static NodeDef InLoop(NodeDef node, NameSource names)
    {
        if (!node.Attrs.Any(attr => attr.Value.Typed is FunctionDef))
            return node;
        return new NodeDef
        {
            Name = node.Name,
            Span = node.Span,
            Op = node.Op,
            Inputs = node.Inputs,
            Attrs = [.. node.Attrs.Select(attr => InLoop(attr, names))],
            After = node.After,
        };
    }

    private static NamedValue InLoop(NamedValue attr, NameSource names) => attr.Value.Typed is FunctionDef function
        ? NodeInputs.Attr(WithNodes(function, Branches(function.Nodes, Wanted(function), names)))
        : attr;

    private static IEnumerable<string> Wanted(FunctionDef function) =>
        function.Returns.Select(result => result.Reference.Text).Concat(function.Effects.Select(effect => effect.Text));

    private static FunctionDef WithNodes(FunctionDef function, IReadOnlyList<NodeDef> nodes) => new()
    {
        Name = function.Name,
        Span = function.Span,
        Parameters = function.Parameters,
        Nodes = nodes,
        Returns = function.Returns,
        Effects = function.Effects,
        Description = function.Description,
    };
}
