using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Conversion;

/// <summary>
/// Writes values in one line as JSON has them, which YAML reads too; in YAML without quotes where none are needed.
/// </summary>
internal sealed class FlowWriter(bool isYaml)
{
    private static readonly SearchValues<char> plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    private readonly StringBuilder text = new();
    private bool needsComma;

    public bool IsYaml => isYaml;

    public void Open(char bracket)
    {
        Separate();
        text.Append(bracket);
        needsComma = false;
    }

    public void Close(char bracket)
    {
        text.Append(bracket);
        needsComma = true;
    }

    public void Key(string name)
    {
        Separate();
        AppendText(name);
        text.Append(": ");
        needsComma = false;
    }

    public void Text(string value)
    {
        Separate();
        AppendText(value);
    }

    /// <summary>A text in quotes, whatever it is.</summary>
    public void Quoted(string value)
    {
        Separate();
        AppendQuoted(value);
    }

    public void Texts(string key, IEnumerable<string> values)
    {
        Key(key);
        Open('[');
        foreach (var value in values)
            Text(value);
        Close(']');
    }

    public void Flag(bool value) => Raw(value ? "true" : "false");

    public void Number(long value) => Raw(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number or another word that both languages have.</summary>
    public void Raw(ReadOnlySpan<char> value)
    {
        Separate();
        text.Append(value);
    }

    /// <summary>What was written since the last call.</summary>
    public string Take()
    {
        var written = text.ToString();
        text.Clear();
        needsComma = false;
        return written;
    }

    private void Separate()
    {
        if (needsComma)
            text.Append(", ");
        needsComma = true;
    }

    private void AppendText(string value)
    {
        if (isYaml && value.Length > 0 && char.IsAsciiLetter(value[0]) && !value.AsSpan().ContainsAnyExcept(plain)
            && CoreScalar.KindOf(value) == CoreKind.String)
            text.Append(value);
        else
            AppendQuoted(value);
    }

    private void AppendQuoted(string value) =>
        text.Append('"').Append(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value).Append('"');
}
