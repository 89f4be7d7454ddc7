using System.Buffers;
using GraphRun.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GraphRun.Formats.Documents;

/// <summary>
/// Reads one YAML document through YamlDotNet's event parser. Its other interfaces recurse over the nesting, and even the event
/// parser takes quadratic time on deep flow sequences: the depth is checked at every event, not at the end.
/// </summary>
internal sealed class YamlReader
{
    private static readonly SearchValues<char> nameEnds = SearchValues.Create(" \t\r\n,[]{}");

    private readonly SourceText source;
    private readonly DocumentBuilder builder;
    private readonly Parser parser;
    private readonly Dictionary<string, int> anchors = [];

    private YamlReader(SourceText source)
    {
        this.source = source;
        builder = new DocumentBuilder(source);
        parser = new Parser(new StringReader(source.Content));
    }

    /// <summary>The document, or null when the text holds none.</summary>
    /// <exception cref="GraphRunException">Malformed YAML; tags, merge keys, a second document; anything above a limit.</exception>
    public static Document? Read(SourceText source, ErrorList errors)
    {
        var reader = new YamlReader(source);
        reader.ReadEvents();
        if (reader.builder.Next == 0)
            return null;
        var document = reader.builder.Build();
        DuplicateKeys.Report(document, reader.builder.Next, errors);
        return document;
    }

    private void ReadEvents()
    {
        try
        {
            while (parser.MoveNext())
                Take(parser.Current!);
        }
        catch (Exception error) when (error is not GraphRunException)
        {
            throw YamlErrors.Translate(error, source, builder, parser.Current);
        }
    }

    private void Take(ParsingEvent parsed)
    {
        switch (parsed)
        {
            case Scalar scalar:
                Take(scalar);
                break;
            case MappingStart start:
                Open(DocumentNodeKind.Mapping, start);
                break;
            case SequenceStart start:
                Open(DocumentNodeKind.Sequence, start);
                break;
            case MappingEnd or SequenceEnd:
                builder.Close((int)parsed.End.Index);
                break;
            case AnchorAlias alias:
                Repeat(alias);
                break;
            case DocumentStart when builder.Next > 0:
                throw new GraphRunException(
                    ErrorCode.Syntax,
                    "one graph per file: a second document begins here",
                    SpanOf(parsed),
                    help: "put it into a file of its own");
        }
    }

    private void Open(DocumentNodeKind kind, NodeEvent start)
    {
        CheckTag(start);
        Mark(start);
        builder.Open(kind, ContentStart(start));
    }

    private void Take(Scalar scalar)
    {
        CheckTag(scalar);
        Mark(scalar);
        var start = ContentStart(scalar);
        var length = Math.Min((int)scalar.End.Index, source.Content.Length) - start;
        if (scalar.IsKey && scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && scalar.Value == "<<")
        {
            throw new GraphRunException(
                ErrorCode.Unsupported,
                "merge keys ('<<') are not part of YAML 1.2 and not read",
                builder.Span(start, 2),
                help: "write the keys out");
        }

        builder.Scalar(StyleOf(scalar.Style), start, length, scalar.Value);
    }

    private void Repeat(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new GraphRunException(
                ErrorCode.UnknownReference,
                $"alias '*{Printable.Text(alias.Value.Value)}' refers to an anchor that is not defined above it",
                SpanOf(alias),
                Suggestion.For(alias.Value.Value, anchors.Keys) ?? "an expression that begins with * must be quoted");
        }

        builder.Repeat(node, SpanOf(alias));
    }

    private void Mark(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor.Value] = builder.Next;
    }

    private void CheckTag(NodeEvent node)
    {
        if (node.Tag.IsEmpty)
            return;
        var written = source.Content.AsSpan((int)node.Start.Index);
        var end = written.IndexOfAny(nameEnds);
        throw new GraphRunException(
            ErrorCode.Unsupported,
            $"tag not allowed: '{Printable.Text(end < 0 ? written : written[..end])}'",
            SpanOf(node),
            help: "a graph file has plain values only; quote the value to make it a string");
    }

    /// <summary>Where the value itself begins: an event with an anchor begins at the anchor.</summary>
    private int ContentStart(NodeEvent node)
    {
        var start = Math.Min((int)node.Start.Index, source.Content.Length);
        if (node.Anchor.IsEmpty)
            return start;
        var rest = source.Content.AsSpan(start);
        var name = rest.IndexOfAny(nameEnds);
        var value = name < 0 ? -1 : rest[name..].IndexOfAnyExcept(" \t\r\n");
        var end = Math.Max(start, (int)node.End.Index);
        return value < 0 ? start : Math.Min(start + name + value, end);
    }

    private SourceSpan SpanOf(ParsingEvent parsed) =>
        builder.Span((int)parsed.Start.Index, (int)(parsed.End.Index - parsed.Start.Index));

    private static ScalarStyle StyleOf(YamlDotNet.Core.ScalarStyle style) => style switch
    {
        YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
        YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
        YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Block,
        _ => ScalarStyle.Plain,
    };
}
