using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;

namespace GraphRun.Formats.Protobuf;

/// <summary>Reads a serialized graph node by node, so that no more than one message is in memory beside what it becomes.</summary>
internal sealed class GraphMessageReader(string file, NodeListing listing)
{
    private const int NodeField = 1;
    private const int LibraryField = 2;
    private const int FunctionField = 1;

    private readonly NodeReader reader = new(listing);

    public List<NodeDef> Nodes { get; } = [];

    public List<LibraryFunctionDef> Library { get; } = [];

    /// <param name="graph">The bytes of a GraphDef that <see cref="MessageCheck"/> has found to be in order.</param>
    public void Read(ReadOnlySpan<byte> graph)
    {
        var fields = new WireReader(graph);
        while (fields.Next())
        {
            if (fields.Field == NodeField)
                ReadNode(fields.Value);
            else if (fields.Field == LibraryField)
                ReadLibrary(fields.Value);
        }
    }

    /// <inheritdoc cref="NodeReader.Notes"/>
    public IReadOnlyList<string> Notes => reader.Notes;

    /// <summary>Tells what was wrong with nodes that are needed.</summary>
    public void Report(GraphDef graph, ErrorList errors)
    {
        reader.Report(graph.Nodes, errors);
        foreach (var function in graph.Library)
            reader.Report(function.Nodes, errors);
    }

    private void ReadNode(ReadOnlySpan<byte> bytes)
    {
        if (Nodes.Count == DocumentLimits.MaxExpandedNodes)
            throw new GraphRunException(ErrorCode.LimitExceeded, $"{Printable.Text(file)}: the graph has more than 1 000 000 nodes");
        Nodes.Add(reader.Read(MessageFile.Decode(bytes, NodeMessage.Parser, file, $"node[{Nodes.Count}]")));
    }

    private void ReadLibrary(ReadOnlySpan<byte> bytes)
    {
        var fields = new WireReader(bytes);
        while (fields.Next())
        {
            if (fields.Field == FunctionField)
                Library.Add(ReadFunction(MessageFile.Decode(fields.Value, FunctionMessage.Parser, file, $"function[{Library.Count}]")));
        }
    }

    private LibraryFunctionDef ReadFunction(FunctionMessage function)
    {
        var name = function.Signature?.Name ?? "";
        if (name.Length == 0)
            throw new GraphRunException(ErrorCode.InvalidModel, $"{Printable.Text(file)}: library.function[{Library.Count}] has no name");
        List<NodeDef> nodes = [.. function.Signature!.InputArg.Select(Parameter).Concat(function.NodeDef).Select(reader.Read)];
        var byName = new Dictionary<string, NodeDef>(nodes.Count);
        foreach (var node in nodes)
            byName.TryAdd(node.Name, node);
        return new LibraryFunctionDef
        {
            Name = new Word(name, nodes.Count > 0 ? nodes[0].Span : default),
            Parameters = [.. function.Signature.InputArg.Select(argument => argument.Name)],
            Nodes = [.. nodes.Select(node => reader.WithInputs(node, reference => FunctionReferences.Flatten(reference, byName)))],
            Results = [.. function.Signature.OutputArg.Select(result => Result(function, result, byName))],
            Effects = [.. function.ControlRet.Values.Select(node => new Word(node, default))],
        };
    }

    private static NodeMessage Parameter(SignatureMessage.Types.Arg argument) => new()
    {
        Name = argument.Name,
        Op = "Placeholder",
        Attr = { ["dtype"] = new AttrMessage { Type = argument.Type } },
    };

    private static Word Result(FunctionMessage function, SignatureMessage.Types.Arg result, Dictionary<string, NodeDef> nodes)
    {
        if (function.Ret.TryGetValue(result.Name, out var reference))
            return new Word(FunctionReferences.Flatten(reference, nodes), default);
        throw new GraphRunException(
            ErrorCode.InvalidModel,
            $"function '{Printable.Text(function.Signature.Name)}' does not say what it returns as '{Printable.Text(result.Name)}'");
    }
}
