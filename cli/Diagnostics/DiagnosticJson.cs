using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphRun.Errors;

namespace GraphRun.Cli.Diagnostics;

/// <summary>Diagnostics for programs: one JSON object a line.</summary>
internal static class DiagnosticJson
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one line: severity, code, message, and where known file, line, column, endLine, endColumn, node, note and help.</summary>
    public static void Write(IBufferWriter<byte> output, Diagnostic diagnostic)
    {
        using var json = new Utf8JsonWriter(output, options);
        json.WriteStartObject();
        json.WriteString("severity", diagnostic.IsWarning ? "warning" : "error");
        json.WriteString("code", $"GR{(int)diagnostic.Code:D4}");
        json.WriteString("message", diagnostic.Message);
        WriteSpan(json, diagnostic.Span);
        if (diagnostic.Node is { } node)
            json.WriteString("node", node);
        if (diagnostic.Note is { } note)
            json.WriteString("note", note);
        if (diagnostic.Help is { } help)
            json.WriteString("help", help);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    /// <summary>Writes one line that only tells: <c>{"severity":"note","message":...}</c>.</summary>
    public static void WriteNote(IBufferWriter<byte> output, string message)
    {
        using var json = new Utf8JsonWriter(output, options);
        json.WriteStartObject();
        json.WriteString("severity", "note");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteSpan(Utf8JsonWriter json, SourceSpan span)
    {
        if (span.IsNone)
            return;
        json.WriteString("file", span.Text!.Name);
        json.WriteNumber("line", span.Line);
        json.WriteNumber("column", span.Column);
        json.WriteNumber("endLine", span.Line);
        json.WriteNumber("endColumn", span.Column + Math.Max(1, span.Length));
    }
}
