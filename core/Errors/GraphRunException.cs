namespace GraphRun.Errors;

/// <summary>The one exception for everything that is wrong with what the user gave: it carries one or more diagnostics.</summary>
public sealed class GraphRunException : Exception
{
    public GraphRunException(ErrorCode code, string message, SourceSpan span = default, string? help = null, string? node = null)
        : this([new Diagnostic(code, message, span, help, node)])
    {
    }

    public GraphRunException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join('\n', diagnostics)) => Diagnostics = diagnostics;

    /// <summary>At least one, in the order of the file.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    public ErrorCode Code => Diagnostics[0].Code;

    /// <summary>The same error with position and node filled in where they were missing: code that computes knows neither.</summary>
    public GraphRunException At(SourceSpan span, string? node) => new(
        [.. Diagnostics.Select(d => d with { Span = d.Span.IsNone ? span : d.Span, Node = d.Node ?? node })]);
}
