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
    private FunctionTemplates templates = new([], file);

    public List<NodeDef> Nodes { get; } = [];

    public List<LibraryFunctionDef> Library { get; } = [];

    /// <param name="graph">The bytes of a GraphDef that <see cref="MessageCheck"/> has found to be in order.</param>
    public void Read(ReadOnlySpan<byte> graph)
    {
        // The functions come first, as a node that calls one may need it made for its attrs.
        var functions = DecodeLibrary(graph);
        templates = new FunctionTemplates(functions, file);
        var fields = new WireReader(graph);
        while (fields.Next())
        {
            if (fields.Field == NodeField)
                ReadNode(fields.Value);
        }

        foreach (var function in functions.Where(function => !templates.Contains(function)))
        {
            foreach (var node in function.NodeDef)
                templates.Resolve(node);
            Library.Add(ReadFunction(function));
        }

        foreach (var instance in templates.Instances())
            Library.Add(ReadFunction(instance));
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
        var node = MessageFile.Decode(bytes, NodeMessage.Parser, file, $"node[{Nodes.Count}]");
        templates.Resolve(node);
        Nodes.Add(reader.Read(node));
    }

    private List<FunctionMessage> DecodeLibrary(ReadOnlySpan<byte> graph)
    {
        var functions = new List<FunctionMessage>();
        var fields = new WireReader(graph);
        while (fields.Next())
        {
            if (fields.Field != LibraryField)
                continue;
            var library = new WireReader(fields.Value);
            while (library.Next())
            {
                if (library.Field == FunctionField)
                    functions.Add(MessageFile.Decode(library.Value, FunctionMessage.Parser, file, $"function[{functions.Count}]"));
            }
        }

        return functions;
    }

    private LibraryFunctionDef ReadFunction(FunctionMessage function)
    {
        var name = function.Signature?.Name ?? "";
        if (name.Length == 0)
            throw new GraphRunException(ErrorCode.InvalidModel, $"{Printable.Text(file)}: library.function[{Library.Count}] has no name");
        if (function.Signature!.InputArg.FirstOrDefault(arg => arg.NumberAttr.Length > 0 || arg.TypeListAttr.Length > 0) is { } list)
            throw new GraphRunException(ErrorCode.Unsupported,
                $"function '{Printable.Text(name)}': its parameter '{Printable.Text(list.Name)}' is a list of tensors, "
                + "which is not supported");
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
