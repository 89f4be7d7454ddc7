using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>The outputs that change when one of some sources does, as far as a gradient can tell.</summary>
internal sealed class Dependents
{
    private readonly HashSet<Output> sources;
    private readonly HashSet<string> variables;
    private readonly HashSet<Node> nodes = [];

    /// <param name="all">The nodes of a graph, inputs before users.</param>
    /// <param name="variables">The names of variables among the sources: functions use them without getting them as inputs.</param>
    internal Dependents(IEnumerable<Node> all, IEnumerable<Output> sources, IEnumerable<string> variables)
    {
        (this.sources, this.variables) = ([.. sources], [.. variables]);
        foreach (var node in all)
        {
            if (Contains(node.Inputs) || UsesVariable(node))
                nodes.Add(node);
        }
    }

    /// <summary>The output is a source, or is computed from one, and numbers of its dtype have gradients.</summary>
    internal bool Contains(Output output) => HasGradients(output.DType) && (sources.Contains(output) || nodes.Contains(output.Node));

    /// <summary>Gradients flow on from this node towards a source.</summary>
    internal bool Contains(Node node) => nodes.Contains(node);

    /// <summary>Floats, complex numbers, and the references that stand for some: variables and lists.</summary>
    internal static bool HasGradients(DType dtype) =>
        dtype.IsFloating() || dtype.IsComplex() || dtype is DType.Resource or DType.Variant;

    private bool UsesVariable(Node node)
    {
        foreach (var function in node.Functions)
        {
            if (variables.Count > 0 && function.Variables.Any(variables.Contains))
                return true;
        }

        return false;
    }

    private bool Contains(IReadOnlyList<Output> inputs)
    {
        foreach (var input in inputs)
        {
            if (Contains(input))
                return true;
        }

        return false;
    }
}
