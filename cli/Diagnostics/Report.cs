using System.Buffers;
using System.Text;
using GraphRun.Errors;

namespace GraphRun.Cli.Diagnostics;

/// <summary>Everything that goes to standard error, as text for people or as JSON lines for programs.</summary>
/// <param name="json">One JSON object a line instead of text.</param>
/// <param name="quiet">Notes are dropped; warnings and errors are not.</param>
internal sealed class Report(Stream error, Colors colors, bool json, bool quiet)
{
    /// <summary>Diagnostics beyond this number are only counted.</summary>
    public const int MaxDiagnostics = ErrorList.Most + 1;

    /// <summary>People read this, and have not asked for quiet.</summary>
    public bool ShowsProgress => !json && !quiet;

    /// <summary>Writes diagnostics, the first <see cref="MaxDiagnostics"/> of them whole.</summary>
    public void Write(IReadOnlyList<Diagnostic> diagnostics)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var diagnostic in json ? diagnostics : diagnostics.Take(MaxDiagnostics))
            Append(bytes, diagnostic);
        if (!json && diagnostics.Count > MaxDiagnostics)
            Encoding.UTF8.GetBytes($"and {diagnostics.Count - MaxDiagnostics} more\n", bytes);
        Send(bytes.WrittenSpan);
    }

    /// <summary>Writes one line that tells what was done.</summary>
    public void Note(string message)
    {
        if (quiet)
            return;
        var bytes = new ArrayBufferWriter<byte>();
        if (json)
            DiagnosticJson.WriteNote(bytes, message);
        else
            Encoding.UTF8.GetBytes(Snippet.Escape(message) + "\n", bytes);
        Send(bytes.WrittenSpan);
    }

    /// <summary>Writes text as it is, such as a stack trace that was asked for.</summary>
    public void Text(string text) => Send(Encoding.UTF8.GetBytes(text));

    private void Append(ArrayBufferWriter<byte> bytes, Diagnostic diagnostic)
    {
        if (json)
        {
            DiagnosticJson.Write(bytes, diagnostic);
            return;
        }

        var text = new StringBuilder();
        DiagnosticText.Append(text, diagnostic, colors);
        Encoding.UTF8.GetBytes(text.ToString(), bytes);
    }

    /// <summary>One write a message, so that messages of parallel processes do not mix; a closed standard error is nobody's failure.</summary>
    private void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            error.Write(bytes);
            error.Flush();
        }
        catch (Exception failure) when (failure is IOException or GraphRunException)
        {
        }
    }
}
