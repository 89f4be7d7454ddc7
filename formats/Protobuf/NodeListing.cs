using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Protobuf;

/// <summary>
/// Where nodes stand, for messages: in a text file their own lines; for a binary file a listing of its nodes, of which each is a line,
/// so that line 7 is the seventh node.
/// </summary>
internal sealed class NodeListing
{
    private const int MaxInputs = 8;

    private readonly List<NodeDef> nodes = [];
    private readonly bool isText;

    /// <param name="text">The text; null for a binary file.</param>
    public NodeListing(string file, SourceText? text)
    {
        isText = text is not null;
        Source = text ?? new SourceText(file, () => string.Join('\n', nodes.Select(Line)));
    }

    /// <summary>The text that all positions point into.</summary>
    public SourceText Source { get; }

    /// <summary>Where the next node stands.</summary>
    public SourceSpan Next(NodeMessage node) => isText
        ? new SourceSpan(Source, Math.Max(1, node.TextLine), Math.Max(1, node.TextColumn), "node".Length)
        : new SourceSpan(Source, nodes.Count + 1, 1, Printable.Text(node.Name).Length);

    public void Add(NodeDef node) => nodes.Add(node);

    private static string Line(NodeDef node)
    {
        var line = new StringBuilder($"{Printable.Text(node.Name)} = {Printable.Text(node.Op.Text)}(");
        line.AppendJoin(", ", node.Inputs.Take(MaxInputs).Select(input => Printable.Text((string)input.Value.Typed!)));
        return line.Append(node.Inputs.Count > MaxInputs ? ", ...)" : ")").ToString();
    }
}
