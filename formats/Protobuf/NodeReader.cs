using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Ops;

namespace GraphRun.Formats.Protobuf;

/// <summary>Makes nodes of their messages. What is wrong with one is kept, to be told if the node turns out to be needed.</summary>
internal sealed class NodeReader(NodeListing listing)
{
    /// <summary>Far above TensorFlow's longest; what is longer is no name.</summary>
    private const int MaxNameLength = 4096;

    private readonly Dictionary<NodeDef, GraphRunException> faults = [];

    /// <summary>What <see cref="GraphNotes"/> wrote.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    public NodeDef Read(NodeMessage message)
    {
        if (message.Attr.TryGetValue(GraphNotes.Attr, out var notes))
            Notes = [.. notes.List?.S.Select(note => note.ToStringUtf8()) ?? []];
        var span = listing.Next(message);
        var attrs = new List<NamedValue>(message.Attr.Count);
        var fault = ReadAttrs(message, span, attrs);
        var node = new NodeDef
        {
            Name = message.Name,
            Span = span,
            Op = new Word(message.Op, span),
            Inputs = [.. message.Input.Select(input => new NamedValue(default, new ValueDef(input, span)))],
            Attrs = attrs,
        };
        listing.Add(node);
        if ((CheckName(message.Name) ?? fault) is { } error)
            faults.Add(node, error.At(span, message.Name));
        return node;
    }

    /// <summary>The node with its references put differently.</summary>
    public NodeDef WithInputs(NodeDef node, Func<string, string> change)
    {
        var changed = new NodeDef
        {
            Name = node.Name,
            Span = node.Span,
            Op = node.Op,
            Attrs = node.Attrs,
            Inputs = [.. node.Inputs.Select(input => input with
            {
                Value = new ValueDef(change((string)input.Value.Typed!), input.Value.Span),
            })],
        };
        if (faults.Remove(node, out var fault))
            faults.Add(changed, fault);
        return changed;
    }

    /// <summary>Tells what was wrong with these nodes.</summary>
    public void Report(IEnumerable<NodeDef> nodes, ErrorList errors)
    {
        foreach (var node in nodes)
        {
            if (faults.TryGetValue(node, out var fault))
                errors.Add(fault);
        }
    }

    private static GraphRunException? CheckName(string name)
    {
        if (name.Length is > 0 and <= MaxNameLength && !name.AsSpan().ContainsAnyInRange('\0', ' ')
            && !name.Contains(':', StringComparison.Ordinal))
            return null;
        return new GraphRunException(ErrorCode.InvalidName, $"Node '{Printable.Text(name)}': Node name contains invalid characters");
    }

    private static GraphRunException? ReadAttrs(NodeMessage message, SourceSpan span, List<NamedValue> attrs)
    {
        var op = Catalogue.Find(message.Op);
        try
        {
            foreach (var (name, attr) in message.Attr)
            {
                if (IsIgnored(name))
                    continue;
                var key = name.StartsWith('_') && op is { DeclaresVariable: true } ? name[1..] : name;
                var what = $"Node '{Printable.Text(message.Name)}': attr '{Printable.Text(name)}'";
                if (AttrMessages.Read(attr, op, name, what) is { } value && (key != name || !ImportedNodes.IsIdle(op, name, value)))
                    attrs.Add(new NamedValue(new Word(key, span), new ValueDef(value, span)));
            }

            return null;
        }
        catch (GraphRunException error)
        {
            return error;
        }
    }

    /// <summary>TensorFlow's notes to itself, and its settings of devices, which are messages of their own.</summary>
    private static bool IsIgnored(string attr) =>
        (attr.StartsWith('_') && !VariableAttrs.Has(attr[1..])) || attr is "config_proto" or "config";
}
