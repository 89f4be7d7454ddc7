using GraphRun.Graphs;

namespace GraphRun.Passes;

/// <summary>What a pass did with a node, or why it left it alone.</summary>
/// <param name="Pass">One pass.</param>
/// <param name="Node">The node.</param>
/// <param name="IsDone">Whether it was done.</param>
/// <param name="Text">What, or why not, in a few words: <c>merged into b</c>.</param>
public sealed record PassNote(PlanPasses Pass, Node Node, bool IsDone, string Text);
