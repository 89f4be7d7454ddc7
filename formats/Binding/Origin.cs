using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Expressions;

namespace GraphRun.Formats.Binding;

/// <summary>Where a value is written: a part of an expression, or a value of a document. Looked up only when somebody asks.</summary>
internal readonly struct Origin
{
    private readonly Expression? expression;
    private readonly int index;
    private readonly DocumentNode written;
    private readonly SourceSpan span;

    public Origin(Expression expression, int index)
    {
        this.expression = expression;
        this.index = index;
    }

    public Origin(DocumentNode written) => this.written = written;

    public Origin(SourceSpan span) => this.span = span;

    public SourceSpan Span => expression is not null ? expression.SpanOf(expression.Nodes[index])
        : written.Exists ? written.Span
        : span;

    /// <summary>The text as it is written, shortened for messages.</summary>
    public string Text
    {
        get
        {
            if (expression is null)
                return written is { Exists: true, Kind: DocumentNodeKind.Scalar } ? Printable.Text(written.Text) : "this value";
            var node = expression.Nodes[index];
            return Printable.Text(expression.Source.Text.Slice(node.Start, node.Length));
        }
    }
}
