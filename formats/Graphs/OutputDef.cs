namespace GraphRun.Formats.Graphs;

/// <summary>A default fetch, or a result of a function.</summary>
/// <param name="Name">The public name; the reference itself when the file gives none.</param>
/// <param name="Reference">A node or an output of one: <c>logits</c>, <c>topk:indices</c>, <c>counter@post</c>.</param>
public readonly record struct OutputDef(Word Name, Word Reference);
