using GraphRun.Errors;

namespace GraphRun.Formats.Documents;

/// <summary>A scalar, sequence or mapping of a <see cref="Document"/>. The default value is no node.</summary>
public readonly struct DocumentNode
{
    private readonly Document document;
    private readonly int index;

    internal DocumentNode(Document document, int index)
    {
        this.document = document;
        this.index = index;
    }

    /// <summary>False for the default value, which is no node.</summary>
    public bool Exists => document is not null;

    public DocumentNodeKind Kind => document[index].Kind;

    /// <summary>How a scalar was written.</summary>
    public ScalarStyle Style => document[index].Style;

    /// <summary>A scalar's text, escapes and line folding resolved; empty for the others.</summary>
    public ReadOnlySpan<char> Text => Kind == DocumentNodeKind.Scalar ? document.TextOf(index) : default;

    /// <summary>The number of items of a sequence or of entries of a mapping; 0 for a scalar.</summary>
    public int Count => Kind switch
    {
        DocumentNodeKind.Sequence => document[index].Text,
        DocumentNodeKind.Mapping => document[index].Text / 2,
        _ => 0,
    };

    /// <summary>The position: of the whole scalar with its quotes, or of a sequence's or mapping's first line.</summary>
    public SourceSpan Span => document.SpanAt(document[index].Start, document[index].Length);

    /// <summary>The items of a sequence; none for the others.</summary>
    public ItemEnumerator Items => Kind == DocumentNodeKind.Sequence
        ? new ItemEnumerator(document, index + 1, document[index].End)
        : default;

    /// <summary>The keys and values of a mapping in the order of the text; none for the others.</summary>
    public EntryEnumerator Entries => Kind == DocumentNodeKind.Mapping
        ? new EntryEnumerator(document, index + 1, document[index].End)
        : default;

    /// <summary>The value under a key of a mapping, or no node. Takes time in proportion to the mapping's size.</summary>
    public DocumentNode this[string key]
    {
        get
        {
            foreach (var (name, value) in Entries)
            {
                if (name.Text.SequenceEqual(key))
                    return value;
            }

            return default;
        }
    }

    /// <summary>
    /// The position of a stretch of a scalar's <see cref="Text"/> that begins with a character other than white space. Exact also
    /// where the text was escaped or spread over several lines.
    /// </summary>
    public SourceSpan SpanOf(int start, int length)
    {
        ref readonly var entry = ref document[index];
        if (entry.Text is NodeEntry.Verbatim or NodeEntry.BetweenQuotes)
            return document.SpanAt(entry.Start + (entry.Text == NodeEntry.Verbatim ? 0 : 1) + start, length);
        var written = document.Source.Content.AsSpan(entry.Start, entry.Length);
        var first = ScalarPosition.InSource(written, entry.Style, Text, start);
        var last = length > 1 ? ScalarPosition.InSource(written, entry.Style, Text, start + length - 1) : first;
        return document.SpanAt(entry.Start + first, Math.Max(1, last - first + 1));
    }

    /// <summary>The text of a scalar.</summary>
    public override string ToString() => Text.ToString();

    /// <summary>Walks the items of a sequence.</summary>
    public struct ItemEnumerator
    {
        private readonly Document document;
        private readonly int end;
        private int current;
        private int next;

        internal ItemEnumerator(Document document, int first, int end)
        {
            this.document = document;
            this.end = end;
            (current, next) = (first, first);
        }

        public readonly DocumentNode Current => new(document, current);

        public readonly ItemEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (next >= end)
                return false;
            current = next;
            next = document[current].End;
            return true;
        }
    }

    /// <summary>Walks the keys and values of a mapping.</summary>
    public struct EntryEnumerator
    {
        private ItemEnumerator nodes;

        internal EntryEnumerator(Document document, int first, int end) => nodes = new ItemEnumerator(document, first, end);

        public (DocumentNode Key, DocumentNode Value) Current { get; private set; }

        public readonly EntryEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (!nodes.MoveNext())
                return false;
            var key = nodes.Current;
            nodes.MoveNext();
            Current = (key, nodes.Current);
            return true;
        }
    }
}
