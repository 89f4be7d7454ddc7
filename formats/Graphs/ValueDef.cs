using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Graphs;

/// <summary>
/// A value that a file gives: as it is written (YAML and JSON, where only the op can tell what <c>[2, 3]</c> means), or already typed
/// (files that carry types).
/// </summary>
public readonly struct ValueDef
{
    private readonly SourceSpan span;

    public ValueDef(DocumentNode written) => Written = written;

    /// <param name="typed">
    /// What <see cref="Graphs"/> holds such a value as in core: long, float, bool, string, DType, Shape, Tensor, FunctionReference or
    /// an array of one of them; for an input a string, the reference.
    /// </param>
    public ValueDef(object typed, SourceSpan span = default)
    {
        Typed = typed;
        this.span = span;
    }

    /// <summary>The value in the document; no node when it is typed.</summary>
    public DocumentNode Written { get; }

    /// <summary>The typed value, or null when it is as written.</summary>
    public object? Typed { get; }

    /// <summary>False for the default value, which is none.</summary>
    public bool Exists => Typed is not null || Written.Exists;

    public SourceSpan Span => Written.Exists ? Written.Span : span;
}
