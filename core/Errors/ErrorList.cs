namespace GraphRun.Errors;

/// <summary>Collects everything that is wrong with one file, so that all of it is told at once.</summary>
public sealed class ErrorList
{
    /// <summary>How many errors are told; the rest are counted.</summary>
    public const int Most = 20;

    private readonly List<Diagnostic> told = [];
    private int untold;

    /// <summary>The number of errors, told or not.</summary>
    public int Count => told.Count + untold;

    /// <summary>The first errors, in the order in which they were added.</summary>
    public IReadOnlyList<Diagnostic> Told => told;

    public void Add(ErrorCode code, string message, SourceSpan span = default, string? help = null, string? node = null) =>
        Add(new Diagnostic(code, message, span, help, node));

    /// <summary>Of several errors of one kind at one place only the first counts.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (!diagnostic.Span.IsNone && told.Exists(other => other.Code == diagnostic.Code && other.Span == diagnostic.Span))
            return;
        if (told.Count < Most)
            told.Add(diagnostic);
        else
            untold++;
    }

    /// <summary>Adds what <paramref name="error"/> tells, with position and node where it has none.</summary>
    public void Add(GraphRunException error, SourceSpan span = default, string? node = null)
    {
        foreach (var diagnostic in error.At(span, node).Diagnostics)
            Add(diagnostic);
    }

    /// <summary>Does nothing when the list is empty.</summary>
    /// <exception cref="GraphRunException">The errors in the order of the text, and how many more there are.</exception>
    public void ThrowIfAny()
    {
        if (told.Count == 0)
            return;
        var sorted = told.OrderBy(error => error.Span.Line).ThenBy(error => error.Span.Column).ToList();
        if (untold > 0)
            sorted.Add(new Diagnostic(sorted[^1].Code, $"and {untold} more {(untold == 1 ? "error" : "errors")}"));
        throw new GraphRunException(sorted);
    }
}
