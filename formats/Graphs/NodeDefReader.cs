using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Graphs;

/// <summary>
/// Reads <c>nodes</c>: a mapping of names to nodes, or a list of mappings with a <c>name</c>. Scopes are resolved into the names of the
/// nodes within them; they nest no deeper than the document.
/// </summary>
internal sealed class NodeDefReader(ErrorList errors)
{
    private static readonly string[] scopeKeys = ["name", "scope"];

    private readonly ScalarReader scalars = new(errors);
    private readonly NodeBodyReader bodies = new(errors);

    public IReadOnlyList<NodeDef> Read(DocumentNode value)
    {
        var nodes = new List<NodeDef>(value.Count);
        ReadAll(value, "", nodes);
        CheckUnique(nodes);
        return nodes;
    }

    private void ReadAll(DocumentNode value, string scope, List<NodeDef> nodes)
    {
        if (value.Kind == DocumentNodeKind.Scalar)
        {
            errors.Add(
                ErrorCode.InvalidValue, "'nodes' is a mapping of names to nodes", value.Span, "write name: expression, indented, below it");
        }

        foreach (var (key, body) in value.Entries)
            ReadOne(new Word(key.ToString(), key.Span), body, scope, nodes, isListItem: false);
        foreach (var item in value.Items)
        {
            if (NameOf(item) is { } name)
                ReadOne(name, item, scope, nodes, isListItem: true);
        }
    }

    private Word? NameOf(DocumentNode item)
    {
        if (item.Kind == DocumentNodeKind.Mapping && item["name"] is { Exists: true } value)
            return scalars.Text(value, "name") is { Text: not null } name ? name : null;
        errors.Add(
            ErrorCode.InvalidValue,
            "a node in a list is a mapping with a 'name'",
            item.Span,
            "write {name: y, expr: x + 1} or {name: y, op: Add, inputs: [x, 1]}");
        return null;
    }

    private void ReadOne(Word name, DocumentNode body, string scope, List<NodeDef> nodes, bool isListItem)
    {
        var full = scope + name.Text;
        if (!NodeName.IsValid(full))
        {
            errors.Add(NodeName.Error(full, name.Span));
            return;
        }

        if (body.Kind == DocumentNodeKind.Mapping && body["scope"] is { Exists: true } inner)
            ReadScope(full, body, inner, nodes);
        else if (bodies.Read(full, scope, name.Span, body, isListItem) is { } node)
            Add(nodes, node);
    }

    private void ReadScope(string full, DocumentNode body, DocumentNode inner, List<NodeDef> nodes)
    {
        ScalarReader.CheckKeys(body, scopeKeys, $"scope '{full}'", errors);
        if (inner.Kind == DocumentNodeKind.Scalar)
            errors.Add(ErrorCode.InvalidValue, $"'scope' of '{full}' is a mapping of names to nodes", inner.Span);
        else
            ReadAll(inner, full + "/", nodes);
    }

    private static void Add(List<NodeDef> nodes, NodeDef node)
    {
        if (nodes.Count == DocumentLimits.MaxExpandedNodes)
            throw new GraphRunException(ErrorCode.LimitExceeded, "the graph has more than 1 000 000 nodes", node.Span);
        nodes.Add(node);
    }

    private void CheckUnique(List<NodeDef> nodes)
    {
        var first = new Dictionary<string, NodeDef>(nodes.Count);
        foreach (var node in nodes)
        {
            if (!first.TryAdd(node.Name, node))
            {
                errors.Add(
                    ErrorCode.Duplicate,
                    $"Node '{node.Name}' is not unique: the first one is at {first[node.Name].Span}",
                    node.Span,
                    "rename one of them",
                    node.Name);
            }
        }
    }
}
