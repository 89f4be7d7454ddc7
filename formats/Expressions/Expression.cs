using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Expressions;

/// <summary>
/// An expression as a tree without meaning yet. The nodes lie in post-order, operands before what uses them and the root last, so
/// that whoever evaluates it needs a stack of values and no recursion, however long a chain of operators is.
/// </summary>
public sealed class Expression
{
    internal Expression(DocumentNode source, ExpressionNode[] nodes)
    {
        Source = source;
        Nodes = nodes;
    }

    /// <summary>The scalar that the expression was read from.</summary>
    public DocumentNode Source { get; }

    /// <summary>All nodes, the root last; never empty.</summary>
    public IReadOnlyList<ExpressionNode> Nodes { get; }

    public ExpressionNode Root => Nodes[^1];

    /// <exception cref="GraphRunException">The text is no expression, or nested too deep.</exception>
    public static Expression Parse(DocumentNode scalar) => new ExpressionParser(scalar).ParseAll();

    /// <summary>An expression that stands alone, such as one from the command line.</summary>
    public static Expression Parse(SourceText text) => Parse(Document.OfScalar(text).Root);

    public SourceSpan SpanOf(ExpressionNode node) => Source.SpanOf(node.Start, node.Length);
}
