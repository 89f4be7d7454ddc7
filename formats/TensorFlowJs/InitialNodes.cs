using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>
/// The nodes that a model runs once, before its first run (<c>modelInitializer</c>), such as those that fill tables. Placeholders of the
/// model stand for their outputs, told by a number (<c>resourceId</c>) that both signatures give.
/// </summary>
internal static class InitialNodes
{
    /// <summary>The nodes of the model together with those that run once.</summary>
    public static List<NodeDef> AddTo(List<NodeDef> nodes, DocumentNode root, TopologyReader reader)
    {
        if (root["modelInitializer"] is not { Exists: true, Kind: DocumentNodeKind.Mapping } initializer)
            return nodes;
        var given = Resources(root["initializerSignature"], "outputs").ToDictionary(tensor => tensor.Resource, tensor => tensor.Reference);
        var sources = Resources(root["signature"], "inputs")
            .Where(input => given.ContainsKey(input.Resource))
            .ToDictionary(input => Models.ImportedNodes.NodeOf(input.Reference), input => given[input.Resource]);
        var names = nodes.Select(node => node.Name).ToHashSet();
        return
        [
            .. nodes.Select(node => sources.TryGetValue(node.Name, out var source) ? PassOn(node, source) : node),
            .. reader.ReadNodes(initializer["node"]).Where(node => !names.Contains(node.Name)),
        ];
    }

    private static NodeDef PassOn(NodeDef placeholder, string source) => new()
    {
        Name = placeholder.Name,
        Span = placeholder.Span,
        Op = new Word("Identity", placeholder.Op.Span),
        Inputs = [new NamedValue(default, new ValueDef(source, placeholder.Span))],
    };

    private static IEnumerable<(long Resource, string Reference)> Resources(DocumentNode signature, string part)
    {
        var found = new Dictionary<long, string>();
        foreach (var (key, value) in ModelJson.Entries(signature.Exists ? signature[part] : default))
        {
            if (value["resourceId"] is { Exists: true } number)
                found.TryAdd(
                    ModelJson.Integer(number, "a resourceId"),
                    value["name"] is { Exists: true } name ? ModelJson.Text(name, "the tensor of a resource") : key.ToString());
        }

        return found.Select(pair => (pair.Key, pair.Value));
    }
}
