using Google.Protobuf;
using GraphRun.Errors;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Formats.Protobuf;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>Makes a GraphDef message of an expanded graph.</summary>
internal static class GraphMessageWriter
{
    /// <summary>That of TensorFlow 1.15, from which on every TensorFlow reads the graph.</summary>
    private const int Producer = 134;
    private const int MinConsumer = 12;

    /// <exception cref="GraphRunException">More than protobuf's 2 GiB.</exception>
    public static GraphMessage Write(GraphDef graph)
    {
        RequireSize(graph);
        var message = new GraphMessage { Versions = new VersionsMessage { Producer = Producer, MinConsumer = MinConsumer } };
        message.Node.AddRange(graph.Nodes.Select(node => Node(node, input => input)));
        if (message.Node.Count > 0)
            GraphNotes.Add(message.Node[0], graph);
        if (graph.Library.Count > 0)
            message.Library = new LibraryMessage { Function = { graph.Library.Select(Function) } };
        return message;
    }

    private static void RequireSize(GraphDef graph)
    {
        var bytes = graph.Nodes.Concat(graph.Library.SelectMany(function => function.Nodes)).SelectMany(node => node.Attrs)
            .Select(attr => attr.Value.Typed).OfType<Tensor>().Sum(tensor => tensor.ByteCount);
        if (bytes > MessageFile.MaxBytes)
        {
            throw new GraphRunException(
                ErrorCode.LimitExceeded,
                $"the constants have {bytes} bytes, and a protobuf file at most {MessageFile.MaxBytes}",
                help: "convert to .yaml: its constants lie in a .safetensors file");
        }
    }

    private static NodeMessage Node(NodeDef node, Func<string, string> reference)
    {
        var message = new NodeMessage { Name = node.Name, Op = node.Op.Text };
        message.Input.AddRange(node.Inputs.Select(input => reference((string)input.Value.Typed!)));
        foreach (var (name, value) in node.Attrs)
            message.Attr[VariableAttrs.Has(name.Text) ? "_" + name.Text : name.Text] = AttrMessageWriter.Write(value.Typed!);
        return message;
    }

    private static FunctionMessage Function(LibraryFunctionDef function)
    {
        var byName = function.Nodes.ToDictionary(node => node.Name);
        var parameters = function.Parameters.ToHashSet();
        string Reference(string text) => FunctionReferences.Unflatten(text, byName, parameters);
        var message = new FunctionMessage { Signature = new SignatureMessage { Name = function.Name.Text } };
        foreach (var parameter in function.Parameters)
            message.Signature.InputArg.Add(new SignatureMessage.Types.Arg { Name = parameter, Type = (DataType)DTypeOf(byName[parameter], 0) });
        foreach (var (result, i) in function.Results.Select((result, i) => (result.Text, i)))
        {
            var (name, index) = FunctionReferences.Split(result);
            message.Signature.OutputArg.Add(new SignatureMessage.Types.Arg { Name = $"result_{i}", Type = (DataType)DTypeOf(byName[name], index) });
            message.Ret[$"result_{i}"] = Reference(result);
        }

        foreach (var effect in function.Effects.Select(effect => effect.Text).Distinct())
        {
            message.ControlRet[effect] = effect;
            message.Signature.ControlOutput.Add(effect);
        }

        message.NodeDef.AddRange(function.Nodes.Where(node => !parameters.Contains(node.Name)).Select(node => Node(node, Reference)));
        return message;
    }

    private static DType DTypeOf(NodeDef node, int output) => FunctionReferences.OutputDType(node, output);
}
