using System.Text;
using GraphRun.Errors;

namespace GraphRun.Cli.Diagnostics;

/// <summary>Diagnostics for people: code, place and sentence, the line with carets, and what would help.</summary>
internal static class DiagnosticText
{
    /// <summary>Appends one diagnostic, each of its lines ended by LF.</summary>
    public static void Append(StringBuilder text, Diagnostic diagnostic, Colors colors)
    {
        var span = diagnostic.Span;
        var (severity, color) = diagnostic.IsWarning ? ("warning", colors.Warning) : ("error", colors.Error);
        text.Append($"{color}{severity}[GR{(int)diagnostic.Code:D4}]{colors.Reset}: ");
        if (!span.IsNone)
            text.Append(Snippet.Escape($"{span}")).Append(": ");
        text.Append($"{colors.Strong}{Snippet.Escape(diagnostic.Message)}{colors.Reset}\n");
        var margin = span.IsNone ? "" : new string(' ', span.Line.ToString().Length + 1);
        if (!span.IsNone)
            AppendSnippet(text, span, margin, colors);
        AppendRemark(text, margin, "note", diagnostic.Note, colors);
        AppendRemark(text, margin, "help", diagnostic.Help, colors);
    }

    private static void AppendRemark(StringBuilder text, string margin, string kind, string? remark, Colors colors)
    {
        if (remark is null)
            return;
        var indent = margin.Length == 0 ? "  " : margin;
        var lines = remark.Split('\n');
        text.Append($"{indent}{colors.Gutter}={colors.Reset} {kind}: {Snippet.Escape(lines[0])}\n");
        foreach (var line in lines.AsSpan(1))
            text.Append($"{indent}        {Snippet.Escape(line)}\n");
    }

    private static void AppendSnippet(StringBuilder text, SourceSpan span, string margin, Colors colors)
    {
        var (line, carets) = Snippet.Of(span.Text!.Line(span.Line), span.Column, span.Length);
        text.Append($"{margin}{colors.Gutter}|{colors.Reset}\n");
        text.Append($"{colors.Gutter}{span.Line} |{colors.Reset} {line.TrimEnd()}\n");
        text.Append($"{margin}{colors.Gutter}|{colors.Reset} {colors.Error}{carets}{colors.Reset}\n");
    }
}
