using System.Text.Encodings.Web;
using System.Text.Json;

namespace GraphRun.Cli.Printing;

/// <summary>JSON documents on standard output: one object with a <c>schemaVersion</c>, on one line.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the object, whose further members <paramref name="write"/> gives.</summary>
    public static void Write(Stream output, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(output, options);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        write(json);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    /// <summary>An array of strings.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>A moment as <c>2026-11-22T15:02:11.123Z</c>.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");

    /// <summary>A moment for people: <c>2026-11-22 15:02:11Z</c>.</summary>
    public static string ShownMoment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ssZ");
}
