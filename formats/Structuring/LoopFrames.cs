using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>Finds out which nodes belong to which loop: whatever follows an Enter does, up to the Exits.</summary>
internal sealed class LoopFrames
{
    private const int MaxDepth = 100;

    private readonly Region region;
    private readonly LoopFrame?[] frames;
    private readonly Dictionary<string, LoopFrame> byName = [];

    private LoopFrames(Region region)
    {
        this.region = region;
        frames = new LoopFrame?[region.Nodes.Count];
    }

    /// <summary>A loop that has no other one inside it; null when there is no loop.</summary>
    /// <exception cref="GraphRunException">A node is in two loops of which neither is inside the other.</exception>
    public static LoopFrame? Innermost(Region region)
    {
        var frames = new LoopFrames(region);
        foreach (var node in region.Order)
            frames.Place(node);
        return frames.byName.Values.MaxBy(frame => frame.Depth);
    }

    private void Place(int node)
    {
        var around = Around(node);
        if (region.Kind(node) == FlowKind.Enter)
            around = Entered(node, around);
        around?.Nodes.Add(node);
        frames[node] = around;
    }

    /// <summary>The innermost loop that the node's inputs are in.</summary>
    private LoopFrame? Around(int node)
    {
        LoopFrame? innermost = null;
        foreach (var edge in region.Edges(node))
        {
            if (region.Kind(edge.From) == FlowKind.NextIteration)
                continue;
            var frame = region.Kind(edge.From) == FlowKind.Exit ? frames[edge.From]?.Parent : frames[edge.From];
            if (frame is null || IsInside(innermost, frame))
                continue;
            if (innermost is not null && !IsInside(frame, innermost))
                throw Tangled(region.Nodes[node], innermost, frame);
            innermost = frame;
        }

        return innermost;
    }

    private static bool IsInside(LoopFrame? frame, LoopFrame around)
    {
        while (frame is not null && frame != around)
            frame = frame.Parent;
        return frame is not null;
    }

    private LoopFrame Entered(int enter, LoopFrame? around)
    {
        var name = FrameName(region.Nodes[enter]);
        if (!byName.TryGetValue(name, out var frame))
            byName.Add(name, frame = new LoopFrame(name, around));
        if (frame.Depth > MaxDepth)
            throw new GraphRunException(ErrorCode.LimitExceeded, $"loops are nested more than {MaxDepth} deep", region.Nodes[enter].Span);
        return frame.Parent == around || IsInside(frame.Parent, around!) ? frame : throw Tangled(region.Nodes[enter], frame, around!);
    }

    private static string FrameName(NodeDef enter)
    {
        var value = enter.Attrs.FirstOrDefault(attr => attr.Name.Text == "frame_name").Value;
        return NodeInputs.Text(value) ?? throw new GraphRunException(
            ErrorCode.InvalidAttr, $"op {enter.Op} needs attr 'frame_name', a string", enter.Span, node: enter.Name);
    }

    private static GraphRunException Tangled(NodeDef node, LoopFrame one, LoopFrame other) => new(
        ErrorCode.Unsupported,
        $"'{node.Name}' is in two loops, '{one.Name}' and '{other.Name}', of which neither is inside the other",
        node.Span,
        node: node.Name);
}
