using GraphRun.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>A graph that is being built: the file's own, or that of a function which a node of another level calls.</summary>
internal sealed class GraphLevel
{
    /// <summary>The file's own.</summary>
    public GraphLevel(GraphBuilder builder) => Builder = builder;

    /// <summary>That of a function.</summary>
    /// <param name="outer">The level of the node that calls it.</param>
    public GraphLevel(GraphLevel outer)
    {
        Outer = outer;
        Function = new FunctionBuilder(outer.Builder);
        Builder = Function.Body;
    }

    public GraphBuilder Builder { get; }

    public GraphLevel? Outer { get; }

    /// <summary>The function; null at the top.</summary>
    public FunctionBuilder? Function { get; }

    /// <summary>Nodes of the outer level that something inside waits for, and so the calling node does.</summary>
    public List<Node> Controls { get; } = [];

    /// <summary>What stands on this level for an output of one around it. Levels nest no deeper than calls may.</summary>
    public Output Bring(Output output, GraphLevel from) =>
        this == from ? output : Function!.Capture(Outer!.Bring(output, from));

    /// <summary>Lets everything on this level wait for a node of a level around it.</summary>
    public void WaitFor(Node node, GraphLevel from)
    {
        var level = this;
        while (level.Outer != from)
            level = level.Outer!;
        if (!level.Controls.Contains(node))
            level.Controls.Add(node);
    }
}
