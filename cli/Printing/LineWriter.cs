using System.Text.Encodings.Web;
using System.Text.Json;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Cli.Printing;

/// <summary>Writes what each of many runs gave as one line of JSON that begins with the line of its feeds.</summary>
/// <param name="names">The fetches as the user named them, in order.</param>
internal sealed class LineWriter(Stream stream, IReadOnlyList<string> names)
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 64 };

    /// <summary><c>{"line":1,"outputs":{"y":{"dtype":"float32","shape":[],"data":2}}}</c></summary>
    public void WriteValues(long line, Tensor[] values) => Write(line, json =>
    {
        json.WriteStartObject("outputs");
        foreach (var (name, value) in names.Zip(values).DistinctBy(output => output.First))
        {
            json.WritePropertyName(name);
            TensorJsonWriter.WriteDescribed(json, value);
        }

        json.WriteEndObject();
    });

    /// <summary><c>{"line":1,"files":{"y":"out/1-y.npy"}}</c></summary>
    public void WriteFiles(long line, IReadOnlyList<string> files) => Write(line, json =>
    {
        json.WriteStartObject("files");
        foreach (var (name, file) in names.Zip(files).DistinctBy(output => output.First))
            json.WriteString(name, file);
        json.WriteEndObject();
    });

    /// <summary><c>{"line":1,"error":{"code":"GR1006","message":"..."}}</c></summary>
    public void WriteError(long line, Diagnostic error) => Write(line, json =>
    {
        json.WriteStartObject("error");
        json.WriteString("code", $"GR{(int)error.Code:0000}");
        json.WriteString("message", error.Message);
        json.WriteEndObject();
    });

    private void Write(long line, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(stream, options);
        json.WriteStartObject();
        json.WriteNumber("line", line);
        write(json);
        json.WriteEndObject();
        json.Flush();
        stream.Write("\n"u8);
    }
}
