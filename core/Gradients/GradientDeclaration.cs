using GraphRun.Graphs;

namespace GraphRun.Gradients;

/// <summary>Gradients that a graph contains, for whoever wants to verify them.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Gradients">One output per x; null where no gradient flows.</param>
/// <param name="Name">What asked for them.</param>
public sealed record GradientDeclaration(GradientRequest Request, IReadOnlyList<Output?> Gradients, string Name);
