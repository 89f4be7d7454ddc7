using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>
/// Reads graph models of TensorFlow.js: a <c>model.json</c> with the topology and a manifest of weights, which lie in shards beside it.
/// </summary>
/// <remarks>Formats: <c>tfjs-core/src/io/types.ts</c>, <c>tfjs-converter</c>.</remarks>
internal static class TensorFlowJsModel
{
    /// <summary>Whether a JSON document is a model of TensorFlow.js rather than a graph file.</summary>
    public static bool Is(DocumentNode root) =>
        root.Kind == DocumentNodeKind.Mapping
        && (root["modelTopology"].Exists || root["weightsManifest"].Exists || (root["class_name"].Exists && root["config"].Exists));

    /// <param name="folder">Where the shards lie; null when the model may name no files.</param>
    /// <exception cref="GraphRunException">Ops that are not supported, all at once; weights that cannot be read.</exception>
    public static GraphDef Read(Document document, string? folder, ErrorList errors)
    {
        var root = document.Root;
        var file = document.Source.Name;
        var topology = root["modelTopology"];
        if (KerasModel.Find(topology.Exists ? topology : root) is { Exists: true } layers)
            throw KerasModel.Refuse(layers, topology.Exists ? topology : root);
        if (topology.Exists && topology["node"] is not { Exists: true, Kind: DocumentNodeKind.Sequence })
            throw new GraphRunException(
                ErrorCode.Unsupported, "modelTopology has no list of nodes: this is no graph model", topology.Span);
        if (!topology.Exists)
            throw new GraphRunException(ErrorCode.NoGraph, $"{file}: a weights manifest without modelTopology", root.Span);
        var reader = new TopologyReader(WeightsReader.Read(root["weightsManifest"], folder, file), errors);
        var nodes = InitialNodes.AddTo(reader.ReadNodes(topology["node"]), root, reader);
        var functions = new LibraryReader(reader, errors).Read(topology["library"]);
        var signature = SignatureOf(root);
        var outputs = ReadSignature(signature, "outputs");
        return TableInitialization.Apply(new GraphDef
        {
            Source = document.Source,
            Model = file,
            Folder = folder,
            Nodes = nodes,
            Library = functions,
            Inputs = ReadSignature(signature, "inputs"),
            Outputs = outputs.Count > 0 ? outputs : ImportedNodes.UnusedOutputs(nodes, functions),
        });
    }

    /// <summary>The signature stands at the top, or where older converters put it.</summary>
    private static DocumentNode SignatureOf(DocumentNode root)
    {
        if (root["signature"] is { Exists: true } signature)
            return signature;
        return root["userDefinedMetadata"] is { Exists: true } metadata ? metadata["signature"] : default;
    }

    private static List<OutputDef> ReadSignature(DocumentNode signature, string part)
    {
        var tensors = new List<OutputDef>();
        foreach (var (key, value) in ModelJson.Entries(signature.Exists ? signature[part] : default))
        {
            // A resource is no tensor to feed: it comes from the nodes that run once.
            if (value["resourceId"].Exists)
                continue;
            var name = key.ToString();
            var what = $"the tensor of '{Printable.Text(name)}'";
            var reference = value["name"] is { Exists: true } given ? ModelJson.Text(given, what) : name;
            tensors.Add(new OutputDef(new Word(name, key.Span), new Word(reference, value.Span)));
        }

        return tensors;
    }
}
