using System.Text;
using GraphRun.Errors;

namespace GraphRun.Formats.Documents;

/// <summary>Takes the events of a YAML or JSON reader, in the order of the text, and keeps every limit while they come.</summary>
internal sealed class DocumentBuilder(SourceText source)
{
    private readonly LineTable lines = new(source.Content);
    private readonly List<string> strings = [];
    private readonly int[] open = new int[DocumentLimits.MaxDepth];
    private NodeEntry[] entries = new NodeEntry[256];
    private int count;
    private int depth;
    private int expanded;

    /// <summary>The index that the next node gets.</summary>
    public int Next => count;

    /// <summary>A whole document has been read.</summary>
    public bool IsComplete => count > 0 && depth == 0;

    public void Open(DocumentNodeKind kind, int start)
    {
        if (depth == DocumentLimits.MaxDepth)
        {
            var span = Span(start, 1);
            throw new GraphRunException(
                ErrorCode.LimitExceeded, $"nested deeper than {DocumentLimits.MaxDepth} at line {span.Line} col {span.Column}", span);
        }

        if (depth > 0 && IsMapping(open[depth - 1]) && entries[open[depth - 1]].Text % 2 == 0)
            throw new GraphRunException(ErrorCode.Syntax, "a key must be a single name, not a list or mapping", Span(start, 1));
        open[depth] = Add(new NodeEntry { Kind = kind, Start = start });
        depth++;
    }

    public void Close(int end)
    {
        ref var entry = ref entries[open[--depth]];
        entry.Length = Math.Max(0, end - entry.Start);
        entry.End = count;
    }

    public void Scalar(ScalarStyle style, int start, int length, string text)
    {
        var index = Add(new NodeEntry { Kind = DocumentNodeKind.Scalar, Style = style, Start = start, Length = length });
        entries[index].End = count;
        entries[index].Text = TextReference(style, source.Content.AsSpan(start, length), text);
    }

    /// <summary>Puts the node that an anchor marked here once more, with all within it.</summary>
    /// <exception cref="GraphRunException">The node is not complete: it contains the alias; or aliases repeat too much.</exception>
    public void Repeat(int node, SourceSpan alias)
    {
        var end = entries[node].End;
        if (end == 0)
            throw new GraphRunException(ErrorCode.InvalidValue, "this anchor refers to itself", alias);
        var outside = depth;
        Span<int> ends = stackalloc int[DocumentLimits.MaxDepth + 1];
        for (var i = node; i < end; i++)
        {
            CountExpanded(alias);
            var entry = entries[i];
            if (entry.Kind == DocumentNodeKind.Scalar)
            {
                entry.End = count + 1;
                Add(entry);
            }
            else
            {
                Open(entry.Kind, entry.Start);
                entries[open[depth - 1]].Length = entry.Length;
                ends[depth] = entry.End;
            }

            while (depth > outside && ends[depth] == i + 1)
                Close(entries[open[depth - 1]].Start + entries[open[depth - 1]].Length);
        }
    }

    /// <summary>Where the reader is, as in <c>nodes.w.shape[1]</c>; empty at the top.</summary>
    public string Path()
    {
        var path = new StringBuilder();
        for (var level = 0; level < depth; level++)
        {
            var children = entries[open[level]].Text;
            if (!IsMapping(open[level]))
                path.Append('[').Append(Math.Max(0, children - 1)).Append(']');
            else if (children > 0)
                path.Append(path.Length > 0 ? "." : "").Append(Printable.Text(LastKey(open[level])));
        }

        return path.ToString();
    }

    /// <summary>The index of the first character of a line, counted from 0.</summary>
    public int StartOfLine(int line) => lines.StartOf(line);

    public Document Build() => new(source, entries, strings, lines);

    public SourceSpan Span(int start, int length) => Document.SpanAt(source, lines, start, length);

    private void CountExpanded(SourceSpan alias)
    {
        if (++expanded > DocumentLimits.MaxExpandedNodes)
            throw new GraphRunException(ErrorCode.LimitExceeded, "aliases expand to more than 1 000 000 nodes", alias);
    }

    private ReadOnlySpan<char> LastKey(int mapping)
    {
        var (key, child) = (mapping + 1, mapping + 1);
        for (var i = 0; i < entries[mapping].Text; i++)
        {
            key = i % 2 == 0 ? child : key;
            child = entries[child].End;
        }

        return Document.TextOf(source, strings, in entries[key]);
    }

    private bool IsMapping(int index) => entries[index].Kind == DocumentNodeKind.Mapping;

    private int Add(NodeEntry entry)
    {
        if (count == DocumentLimits.MaxNodes)
            throw new GraphRunException(ErrorCode.LimitExceeded, "the file has more than 20 000 000 values", Span(entry.Start, 1));
        if (count == entries.Length)
            Array.Resize(ref entries, count * 2);
        if (depth > 0)
            entries[open[depth - 1]].Text++;
        entries[count] = entry;
        return count++;
    }

    private int TextReference(ScalarStyle style, ReadOnlySpan<char> written, string text)
    {
        if (written.SequenceEqual(text))
            return NodeEntry.Verbatim;
        if (style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted && written.Length >= 2 && written[1..^1].SequenceEqual(text))
            return NodeEntry.BetweenQuotes;
        strings.Add(text);
        return strings.Count - 1;
    }
}
