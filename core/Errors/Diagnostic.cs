namespace GraphRun.Errors;

/// <summary>One message to the user: what is wrong, where, and what would put it right.</summary>
/// <param name="Message">One sentence with the offending name and value and what was expected; no full stop at its end.</param>
/// <param name="Help">The command, name or spelling that would work; null when there is none to give.</param>
/// <param name="Node">The node concerned, by name; null when none is.</param>
public sealed record Diagnostic(ErrorCode Code, string Message, SourceSpan Span = default, string? Help = null, string? Node = null)
{
    /// <summary>A warning lets the command go on; an error does not.</summary>
    public bool IsWarning { get; init; }

    /// <summary>A fact that explains the message, such as where the other half of it stands; null when there is none.</summary>
    public string? Note { get; init; }

    public override string ToString() =>
        $"{(IsWarning ? "warning" : "error")}[GR{(int)Code:D4}]: {(Span.IsNone ? "" : $"{Span}: ")}{Message}";
}
