using GraphRun.Formats.Expressions;

namespace GraphRun.Formats.Graphs;

/// <summary>A parameter of a function.</summary>
/// <param name="Signature">The signature as an expression, in which the default stands; null when it is not written as one.</param>
/// <param name="Default">The index of the default's root among the nodes of <paramref name="Signature"/>; -1 when it has none.</param>
public sealed record ParameterDef(Word Name, Expression? Signature = null, int Default = -1);
