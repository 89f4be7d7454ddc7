using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;

namespace GraphRun.Formats.Protobuf;

/// <summary>A graph with its signatures, as a <c>.meta</c> file or a SavedModel has it.</summary>
internal sealed class MetaGraph
{
    private const int GraphField = 2;
    private const string DefaultSignature = "serving_default";

    /// <summary>A signature of TensorFlow's own, which sets up tables.</summary>
    private const string Initialization = "__saved_model_init_op";

    private readonly MetaGraphMessage message;
    private readonly Range graph;

    private MetaGraph(MetaGraphMessage message, Range graph) => (this.message, this.graph) = (message, graph);

    public IReadOnlyList<string> Tags => message.MetaInfoDef?.Tags ?? [];

    public string SaverFileName => message.SaverDef?.FilenameTensorName ?? "";

    /// <param name="bytes">A MetaGraphDef that <see cref="MessageCheck"/> has found to be in order.</param>
    public static MetaGraph Of(ReadOnlySpan<byte> bytes, string file)
    {
        // The graph is left where it is: it is read node by node, and nothing else is large.
        var (others, graph) = (new List<byte>(), default(Range));
        var fields = new WireReader(bytes);
        for (var start = 0; fields.Next(); start = fields.Position)
        {
            if (fields.Field == GraphField)
                graph = fields.ValueStart..fields.Position;
            else if (MessageSchemas.MetaGraph.TryGet(fields.Field, out _))
                others.AddRange(bytes[start..fields.Position]);
        }

        return new MetaGraph(MessageFile.Decode<MetaGraphMessage>(others.ToArray(), MetaGraphMessage.Parser, file, "the meta graph"),
            graph);
    }

    /// <summary>The names of files below <c>assets</c>, by the nodes that stand for their paths.</summary>
    public IReadOnlyDictionary<string, string> Assets => message.AssetFileDef
        .GroupBy(asset => ImportedNodes.NodeOf(asset.TensorInfo?.Name ?? ""))
        .ToDictionary(group => group.Key, group => group.First().Filename);

    /// <summary>The serialized GraphDef inside the bytes that this was read from.</summary>
    public ReadOnlySpan<byte> Graph(ReadOnlySpan<byte> bytes) => bytes[graph];

    /// <summary>
    /// The inputs and outputs of the signature that is asked for, in the order of their names; none when the graph has no signatures.
    /// </summary>
    /// <exception cref="GraphRunException">There is no such signature, or several and none is asked for.</exception>
    public (List<OutputDef> Inputs, List<OutputDef> Outputs) Interface(string? signature, string file)
    {
        if (signature is null && !message.SignatureDef.Keys.Any(name => name != Initialization))
            return ([], []);
        var chosen = message.SignatureDef[ChooseSignature(signature, file)];
        return (Tensors(chosen.Inputs, file), Tensors(chosen.Outputs, file));
    }

    private string ChooseSignature(string? asked, string file)
    {
        var names = message.SignatureDef.Keys.Where(name => name != Initialization).Order(StringComparer.Ordinal).ToList();
        if ((asked ?? (names.Count == 1 ? names[0] : DefaultSignature)) is var name && names.Contains(name))
            return name;
        var all = names.Count == 0 ? "none" : string.Join(", ", names.Select(known => Printable.Text(known)));
        throw new GraphRunException(
            ErrorCode.UnknownName,
            asked is null ? $"{file}: the model has several signatures and none named {DefaultSignature}: {all}"
                : $"{file}: there is no signature '{Printable.Text(asked)}'; the model has {all}",
            help: asked is null ? $"choose one: --signature {Printable.Text(names[0])}" : Suggestion.For(asked, names));
    }

    private static List<OutputDef> Tensors(IEnumerable<KeyValuePair<string, InterfaceTensorMessage>> tensors, string file)
    {
        var all = new List<OutputDef>();
        foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (tensor.EncodingCase != InterfaceTensorMessage.EncodingOneofCase.Name)
                throw new GraphRunException(ErrorCode.Unsupported,
                    $"{file}: '{Printable.Text(name)}' of the signature is no plain tensor, which is not supported");
            all.Add(new OutputDef(new Word(name, default), new Word(tensor.Name, default)));
        }

        return all;
    }
}
