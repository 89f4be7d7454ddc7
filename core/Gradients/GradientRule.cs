using GraphRun.Graphs;

namespace GraphRun.Gradients;

/// <summary>
/// Builds, out of ordinary nodes, the gradient of some scalar with respect to each input of a node from its gradients with respect to
/// the node's outputs. Returns one entry per input; null where no gradient flows.
/// </summary>
public delegate IReadOnlyList<Output?> GradientRule(GradientContext context);

/// <summary>The rules that are no formulas.</summary>
public static class GradientRules
{
    /// <summary>The op is registered as having no gradient: what lies behind it counts as constant.</summary>
    public static GradientRule Stop { get; } = context => new Output?[context.Node.Inputs.Count];
}
