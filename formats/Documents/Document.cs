using System.Runtime.InteropServices;
using GraphRun.Errors;

namespace GraphRun.Formats.Documents;

/// <summary>
/// A YAML or JSON text as a tree of scalars, sequences and mappings, each with its position. Nothing is interpreted yet. The nodes
/// lie in one array in the order of the text, a mapping's keys and values in turn, so that a graph of a million nodes stays small.
/// </summary>
public sealed class Document
{
    private readonly NodeEntry[] entries;
    private readonly List<string> strings;
    private readonly LineTable lines;

    internal Document(SourceText source, NodeEntry[] entries, List<string> strings, LineTable lines)
    {
        Source = source;
        this.entries = entries;
        this.strings = strings;
        this.lines = lines;
    }

    public SourceText Source { get; }

    public DocumentNode Root => new(this, 0);

    /// <summary>A document that is one scalar: the whole text.</summary>
    internal static Document OfScalar(SourceText source)
    {
        var entry = new NodeEntry { Length = source.Content.Length, End = 1, Text = NodeEntry.Verbatim, Style = ScalarStyle.Block };
        return new Document(source, [entry], [], new LineTable(source.Content));
    }

    internal ref readonly NodeEntry this[int index] => ref entries[index];

    internal ReadOnlySpan<char> TextOf(int index) => TextOf(Source, strings, in entries[index]);

    internal static ReadOnlySpan<char> TextOf(SourceText source, List<string> strings, in NodeEntry entry) => entry.Text switch
    {
        NodeEntry.Verbatim => source.Content.AsSpan(entry.Start, entry.Length),
        NodeEntry.BetweenQuotes => source.Content.AsSpan(entry.Start + 1, entry.Length - 2),
        var text => CollectionsMarshal.AsSpan(strings)[text],
    };

    /// <summary>The position of a stretch of the text; what reaches past the end of its first line is cut off.</summary>
    internal SourceSpan SpanAt(int start, int length) => SpanAt(Source, lines, start, length);

    internal static SourceSpan SpanAt(SourceText source, LineTable lines, int start, int length)
    {
        start = Math.Min(start, source.Content.Length);
        length = Math.Min(length, source.Content.Length - start);
        var line = lines.LineOf(start);
        var end = source.Content.AsSpan(start, length).IndexOfAny('\r', '\n');
        return new SourceSpan(source, line + 1, start - lines.StartOf(line) + 1, Math.Max(1, end < 0 ? length : end));
    }
}
