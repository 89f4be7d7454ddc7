using System.Globalization;
using System.Text;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Protobuf;

/// <summary>A tensor of a checkpoint, or a part of it.</summary>
/// <param name="Slice">The part, as RestoreV2 names it; empty for all of it.</param>
internal readonly record struct RestoredTensor(string Key, string Slice);

/// <summary>
/// Finds which tensors of a checkpoint a model puts into which variables, by following its own nodes: from RestoreV2 through Identity to
/// Assign or AssignVariableOp, in the graph and in the functions that it calls with handles of variables.
/// </summary>
internal static class RestoreTracing
{
    /// <summary>The tensors by the names that sessions know the variables by.</summary>
    public static Dictionary<string, RestoredTensor> Of(IReadOnlyList<NodeDef> nodes, IReadOnlyList<LibraryFunctionDef> library)
    {
        var restored = new Dictionary<string, RestoredTensor>();
        var graph = ByName(nodes);
        Trace(graph, name => graph.TryGetValue(name, out var node) ? VariableName(node) : null, restored);
        var functions = library.GroupBy(function => function.Name.Text).ToDictionary(group => group.Key, group => group.First());
        foreach (var call in nodes)
        {
            if (!functions.TryGetValue(FunctionOf(call), out var function) || !function.Nodes.Any(node => node.Op.Text == "RestoreV2"))
                continue;
            var arguments = new Dictionary<string, string>();
            foreach (var (parameter, input) in function.Parameters.Zip(ImportedNodes.InputNodes(call)))
                arguments[parameter] = input;
            Trace(ByName(function.Nodes), name => Variable(name, arguments, graph), restored);
        }

        return restored;
    }

    private static string? Variable(string parameter, Dictionary<string, string> arguments, Dictionary<string, NodeDef> graph) =>
        arguments.TryGetValue(parameter, out var name) && graph.TryGetValue(name, out var node) ? VariableName(node) : null;

    private static void Trace(
        Dictionary<string, NodeDef> nodes, Func<string, string?> variable, Dictionary<string, RestoredTensor> restored)
    {
        foreach (var node in nodes.Values)
        {
            if (node.Op.Text is not ("Assign" or "AssignVariableOp") || node.Inputs.Count < 2)
                continue;
            var target = Through(nodes, Reference(node, 0));
            if (variable(ImportedNodes.NodeOf(target)) is { } name && Tensor(nodes, Through(nodes, Reference(node, 1))) is { } tensor)
                restored.TryAdd(name, tensor);
        }
    }

    /// <summary>The tensor that an output of RestoreV2 is; null for anything else.</summary>
    private static RestoredTensor? Tensor(Dictionary<string, NodeDef> nodes, string reference)
    {
        if (!nodes.TryGetValue(ImportedNodes.NodeOf(reference), out var restore) || restore.Op.Text != "RestoreV2"
            || restore.Inputs.Count < 3)
            return null;
        var colon = reference.LastIndexOf(':');
        var index = colon < 0
            ? 0 : int.TryParse(reference.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : -1;
        var names = Strings(nodes, Reference(restore, 1));
        var slices = Strings(nodes, Reference(restore, 2));
        return index >= 0 && index < names.Length ? new RestoredTensor(names[index], index < slices.Length ? slices[index] : "") : null;
    }

    private static string[] Strings(Dictionary<string, NodeDef> nodes, string reference)
    {
        if (!nodes.TryGetValue(ImportedNodes.NodeOf(Through(nodes, reference)), out var node) || node.Op.Text != "Const")
            return [];
        foreach (var (name, value) in node.Attrs)
        {
            if (name.Text == "value" && value.Typed is Tensor { DType: DType.String } tensor)
                return Array.ConvertAll(tensor.Values<byte[]>().ToArray(), Encoding.UTF8.GetString);
        }

        return [];
    }

    /// <summary>What stands behind Identity nodes; a loop of them ends.</summary>
    private static string Through(Dictionary<string, NodeDef> nodes, string reference)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (!nodes.TryGetValue(ImportedNodes.NodeOf(reference), out var node) || node.Op.Text is not "Identity"
                || node.Inputs.Count == 0)
                return reference;
            reference = Reference(node, 0);
        }

        return reference;
    }

    private static string Reference(NodeDef node, int input) => (string)node.Inputs[input].Value.Typed!;

    private static string FunctionOf(NodeDef call)
    {
        foreach (var (name, value) in call.Attrs)
        {
            if (name.Text == "f" && value.Typed is FunctionReference function)
                return function.Name;
        }

        return call.Op.Text;
    }

    /// <summary>The name under which a session keeps the variable that a node declares; null when it declares none.</summary>
    private static string? VariableName(NodeDef node)
    {
        if (node.Op.Text is not ("VarHandleOp" or "VariableV2" or "Variable"))
            return null;
        var (shared, container) = (Text(node, "shared_name"), Text(node, "container"));
        var name = shared.Length > 0 ? shared : node.Name;
        return container.Length > 0 ? $"{container}/{name}" : name;
    }

    private static string Text(NodeDef node, string attr) =>
        node.Attrs.Where(pair => pair.Name.Text == attr).Select(pair => pair.Value.Typed as string).FirstOrDefault() ?? "";

    private static Dictionary<string, NodeDef> ByName(IReadOnlyList<NodeDef> nodes)
    {
        var byName = new Dictionary<string, NodeDef>(nodes.Count);
        foreach (var node in nodes)
            byName.TryAdd(node.Name, node);
        return byName;
    }
}
