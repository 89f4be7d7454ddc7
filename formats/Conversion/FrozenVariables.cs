using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>
/// Finds the nodes that become constants when variables do: reference variables themselves, and reads of resource variables.
/// </summary>
internal sealed class FrozenVariables
{
    private readonly Dictionary<string, Tensor?> values = [];
    private readonly HashSet<string> written = [];
    private readonly ConversionRequest request;

    /// <param name="nodes">The nodes that are kept.</param>
    /// <exception cref="GraphRunException">All variables are to be frozen, and one of them is written.</exception>
    public FrozenVariables(IReadOnlyList<Node> nodes, ConversionRequest request)
    {
        this.request = request;
        if (request.Values is null)
            return;
        foreach (var writer in nodes.Where(node => node.IsWriter))
            Note(writer);
    }

    /// <summary>The constant that stands in a node's place; null when the node stays.</summary>
    /// <exception cref="GraphRunException">The variable has to be frozen and has no value.</exception>
    public Tensor? ValueOf(Node node)
    {
        if (request.Values is null || VariableOf(node) is not { } variable)
            return null;
        var name = VariableDeclaration.NameOf(variable);
        if (written.Contains(name))
            return null;
        if (!values.TryGetValue(name, out var value))
            values.Add(name, value = request.Values(name));
        return value is not null || !request.FreezesAll ? value : throw new GraphRunException(
            ErrorCode.Uninitialized, $"Attempting to use uninitialized value {name}", variable.Span,
            "name the session that has its value: --session NAME", node.Name);
    }

    private static Node? VariableOf(Node node) => node.Op.DeclaresVariable && node.OutputDTypes[0] != DType.Resource ? node
        : node.Op.Name == "ReadVariableOp" ? Graph.VariableBehind(node.Inputs[0])
        : null;

    private void Note(Node writer)
    {
        if (request.FreezesAll)
        {
            throw new GraphRunException(
                ErrorCode.InvalidArguments,
                $"Node '{writer.Name}': {writer.Op.Name} writes a variable, which cannot become a constant then",
                writer.Span,
                "fetch what only reads variables, or leave out --freeze",
                writer.Name);
        }

        foreach (var input in writer.Inputs)
        {
            if (Graph.VariableBehind(input) is { } variable)
                written.Add(VariableDeclaration.NameOf(variable));
        }

        written.UnionWith(writer.Functions.SelectMany(function => function.Variables));
    }
}
