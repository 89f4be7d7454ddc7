using GraphRun.Errors;

namespace GraphRun.Formats.Expressions;

/// <summary>
/// Why a text is no expression, with the place in the text; the parser turns it into a diagnostic with the place in the file.
/// </summary>
internal sealed class ExpressionError(string message, int start, int length, string? help = null, ErrorCode code = ErrorCode.Syntax)
    : Exception(message)
{
    public ErrorCode Code { get; } = code;

    public int Start { get; } = start;

    public int Length { get; } = length;

    public string? Help { get; } = help;
}
