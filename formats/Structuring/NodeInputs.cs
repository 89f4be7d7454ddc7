using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>The inputs of a node that names them one by one, and nodes of that kind made anew.</summary>
internal static class NodeInputs
{
    /// <summary>The number of data inputs.</summary>
    public static int Count(NodeDef node)
    {
        var count = 0;
        foreach (var input in node.Inputs)
            count += Text(input.Value) is { } text && text.StartsWith('^') ? 0 : 1;
        return count;
    }

    /// <summary>What a data input refers to, as it is written; null when it is no plain reference.</summary>
    public static string? Text(NodeDef node, int position) => Text(node.Inputs[position].Value);

    /// <summary>The plain reference that a value is; null when it is anything else.</summary>
    public static string? Text(ValueDef value) => value.Typed as string
        ?? (value.Written is { Exists: true, Kind: DocumentNodeKind.Scalar } ? value.Written.ToString() : null);

    /// <summary>A node of an op that takes the place of another one, with its name and the data inputs given.</summary>
    public static NodeDef Replace(NodeDef node, string op, IEnumerable<ValueDef> inputs, IEnumerable<string>? after = null) => new()
    {
        Name = node.Name,
        Scope = node.Scope,
        Span = node.Span,
        Op = new Word(op, node.Span),
        Inputs = [.. inputs.Select(input => new NamedValue(default, input))],
        After = [.. (after ?? []).Select(name => new Word(name, node.Span))],
    };

    /// <summary>The names of the nodes that a node waits for without using them, as they are written.</summary>
    public static IEnumerable<string> Controls(NodeDef node) => node.Inputs.Select(input => Text(input.Value))
        .OfType<string>().Where(text => text.StartsWith('^')).Select(text => text[1..])
        .Concat(node.After.Select(word => word.Text));

    /// <summary>A function as the value of an attr of its name.</summary>
    public static NamedValue Attr(FunctionDef function) =>
        new(new Word(function.Name, function.Span), new ValueDef(function, function.Span));

    /// <summary>The node without those control inputs for which <paramref name="isDropped"/> holds, other names for its inputs.</summary>
    /// <param name="renamed">What stands for a node in references, outputs included: of <c>sw:1</c> the value for <c>sw</c>.</param>
    public static NodeDef Change(NodeDef node, Func<string, bool> isDropped, IReadOnlyDictionary<string, ValueDef> renamed)
    {
        if (renamed.Count == 0 && !Controls(node).Any(isDropped))
            return node;
        var kept = node.Inputs.Where(input => Text(input.Value) is not { } text || !text.StartsWith('^') || !isDropped(text[1..]));
        return new NodeDef
        {
            Name = node.Name,
            Scope = node.Scope,
            Span = node.Span,
            Expression = node.Expression,
            Op = node.Op,
            Inputs = [.. kept.Select(input => input with { Value = Renamed(input.Value, renamed) })],
            Attrs = node.Attrs,
            Literal = node.Literal,
            After = [.. node.After.Where(word => !isDropped(word.Text))],
            Device = node.Device,
        };
    }

    private static ValueDef Renamed(ValueDef value, IReadOnlyDictionary<string, ValueDef> renamed) =>
        Text(value) is { } text && renamed.TryGetValue(text.IndexOf(':') is > 0 and var colon ? text[..colon] : text, out var other)
            ? other
            : value;

    /// <summary>A reference to an output of a node.</summary>
    public static ValueDef Reference(NodeDef to, int output) => new(output == 0 ? to.Name : $"{to.Name}:{output}", to.Span);
}
