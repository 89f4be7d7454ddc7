using System.Globalization;
using GraphRun.Errors;
using GraphRun.Graphs;

namespace GraphRun.Execution;

/// <summary>Finds outputs and nodes by the names users write: TensorFlow's <c>node</c>, <c>node:1</c>, and <c>node:output_name</c>.</summary>
public static class OutputNames
{
    /// <exception cref="GraphRunException">No such node or output, in TensorFlow's words, with the nearest name.</exception>
    public static Output Find(Graph graph, string text)
    {
        foreach (var (name, fetch) in graph.Outputs)
        {
            if (name == text)
                return fetch.Output;
        }

        var colon = text.LastIndexOf(':');
        var node = FindNode(graph, colon < 0 ? text : text[..colon], text);
        return new Output(node, colon < 0 ? FirstOutput(node, text) : Index(node, text[(colon + 1)..], text));
    }

    /// <summary>The node itself, with or without an output index behind its name.</summary>
    /// <exception cref="GraphRunException">No such node.</exception>
    public static Node FindNode(Graph graph, string name) =>
        graph.TryGetNode(name, out var node) ? node : FindNode(graph, name.Contains(':') ? name[..name.LastIndexOf(':')] : name, name);

    /// <summary>The index of an output by number or by the name of the op's signature; -1 when the node has no such output.</summary>
    public static int IndexOf(Node node, string output)
    {
        if (int.TryParse(output, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return index < node.OutputDTypes.Length ? index : -1;
        if (output.IndexOf(':') is >= 0 and var colon)
            return Offset(node, output[..colon], output[(colon + 1)..]);
        var next = 0;
        foreach (var arg in node.Op.Signature.Outputs)
        {
            if (arg.Name == output)
                return next < node.OutputDTypes.Length ? next : -1;
            next += arg.NumberAttr is { } number ? (int)node.Attrs.Int(number) : arg.TypeListAttr is { } list ? node.Attrs.DTypes(list).Length : 1;
        }

        return -1;
    }

    /// <summary>The spelling in TensorFlow's functions: <c>output_name:2</c>, counted within what the signature names.</summary>
    private static int Offset(Node node, string output, string offset)
    {
        var first = IndexOf(node, output);
        return first >= 0 && int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < node.OutputDTypes.Length - first ? first + index : -1;
    }

    private static Node FindNode(Graph graph, string name, string text)
    {
        if (graph.TryGetNode(name, out var node))
            return node;
        var known = graph.Nodes.Select(candidate => candidate.Name).Concat(graph.Outputs.Select(output => output.Name));
        throw new GraphRunException(
            ErrorCode.UnknownName,
            $"The name '{text}' refers to a Tensor which does not exist. The operation, '{name}', does not exist in the graph",
            help: Suggestion.For(name, known));
    }

    private static int FirstOutput(Node node, string text) => node.OutputDTypes.Length > 0 ? 0 : throw new GraphRunException(
        ErrorCode.UnknownName,
        $"Tried to fetch data for '{text}:0', which produces no output",
        help: $"to run to a node but not fetch any data, use --target {text}",
        node: node.Name);

    private static int Index(Node node, string output, string text)
    {
        if (IndexOf(node, output) is >= 0 and var index)
            return index;
        var count = node.OutputDTypes.Length;
        throw new GraphRunException(
            ErrorCode.UnknownName,
            $"The name '{text}' refers to a Tensor which does not exist. The operation, '{node.Name}', exists but only has {count} outputs",
            help: count == 0 ? $"{node.Op.Name} has no outputs: use it as a target" : $"its outputs are {string.Join(", ", Enumerable.Range(0, count).Select(i => new Output(node, i)))}");
    }
}
