using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphRun.Formats.Images;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Cli.Printing;

/// <summary>Writes what a run fetched, in one of the output formats.</summary>
/// <param name="names">The fetches as the user named them, in order.</param>
internal sealed class ResultWriter(Stream stream, OutputFormat format, IReadOnlyList<string> names)
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 64 };

    /// <summary>Writes one result.</summary>
    /// <param name="run">Where a JSON result says it comes from.</param>
    public void Write(Tensor[] values, ResultOrigin run)
    {
        switch (format)
        {
            case OutputFormat.Text:
                WriteText(values);
                break;
            case OutputFormat.Json:
                WriteJson(values, run);
                break;
            case OutputFormat.Jsonl:
                WriteJsonLines(values, run);
                break;
            case OutputFormat.Csv or OutputFormat.Tsv:
                WriteCsv(values[0]);
                break;
            case OutputFormat.Npy:
                NpyWriter.Write(values[0], stream);
                break;
            case OutputFormat.Npz:
                NpzWriter.Write(Named(values), stream);
                break;
            case OutputFormat.Safetensors:
                SafetensorsWriter.Write(Named(values), stream);
                break;
            case OutputFormat.Raw:
                RawTensor.Write(values[0], stream);
                break;
            case OutputFormat.Png:
                PngWriter.Write(ImageResult.Of(values[0])!, stream);
                break;
        }
    }

    /// <summary>A name that was fetched twice stands once where names must differ.</summary>
    private IEnumerable<NamedTensor> Named(Tensor[] values) =>
        names.Zip(values, (name, value) => new NamedTensor(name, value)).DistinctBy(result => result.Name);

    private void WriteText(Tensor[] values)
    {
        using var output = new StreamBufferWriter(stream);
        for (var i = 0; i < values.Length; i++)
        {
            if (values.Length > 1)
                Encoding.UTF8.GetBytes($"{names[i]} = ", output);
            TensorText.Write(values[i], output);
            output.Write("\n"u8);
        }
    }

    private void WriteJson(Tensor[] values, ResultOrigin run)
    {
        using var json = new Utf8JsonWriter(stream, options);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("graph", run.Graph);
        run.WriteSession(json);
        json.WriteStartObject("outputs");
        foreach (var (name, value) in Named(values))
        {
            json.WritePropertyName(name);
            TensorJsonWriter.WriteDescribed(json, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        stream.Write("\n"u8);
    }

    private void WriteJsonLines(Tensor[] values, ResultOrigin run)
    {
        using var json = new Utf8JsonWriter(stream, options);
        for (var i = 0; i < values.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", names[i]);
            if (run.Run is { } number)
                json.WriteNumber("run", number);
            TensorJsonWriter.WriteMembers(json, values[i]);
            json.WriteEndObject();
            json.Flush();
            stream.Write("\n"u8);
            json.Reset();
        }
    }

    private void WriteCsv(Tensor value)
    {
        using var output = new StreamBufferWriter(stream);
        CsvWriter.Write(value, output, format == OutputFormat.Csv ? CsvOptions.Csv : CsvOptions.Tsv);
    }
}
