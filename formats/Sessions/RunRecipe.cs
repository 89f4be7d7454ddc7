using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphRun.Formats.Models;

namespace GraphRun.Formats.Sessions;

/// <summary>What is needed to repeat a run besides its graph, fetches, targets, feeds and seed; a checkpoint keeps it as JSON.</summary>
public sealed record RunRecipe
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The graph file as the user named it.</summary>
    public string Graph { get; init; } = "";

    /// <summary>Where files lie that the graph names; null when it may name none.</summary>
    public string? Folder { get; init; }

    public bool Initializes { get; init; }

    public long Repeat { get; init; } = 1;

    /// <summary>The file with a line of feeds for each run; null for none.</summary>
    public string? Each { get; init; }

    /// <summary>Lines that failed were passed over.</summary>
    public bool KeepsGoing { get; init; }

    /// <summary>Conditions, which are part of what is run.</summary>
    public IReadOnlyList<string> Asserts { get; init; } = [];

    /// <summary><c>old=new</c></summary>
    public IReadOnlyList<string> Renames { get; init; } = [];

    public bool DropsGone { get; init; }

    /// <summary>Which part of the model, where the graph is one.</summary>
    public ModelChoice Model { get; init; } = new();

    /// <summary>The words of the command line behind <c>train</c>; none for a run.</summary>
    public IReadOnlyList<string> Training { get; init; } = [];

    /// <summary>The files with the examples of a training, each as <see cref="FileDigest"/> describes it.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>JSON with what differs from the usual.</summary>
    public string ToText()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("graph", Graph);
            if (Folder is not null)
                json.WriteString("folder", Folder);
            WriteFlag(json, "init", Initializes);
            if (Repeat != 1)
                json.WriteNumber("repeat", Repeat);
            if (Each is not null)
                json.WriteString("each", Each);
            WriteFlag(json, "keepGoing", KeepsGoing);
            WriteTexts(json, "assert", Asserts);
            WriteTexts(json, "rename", Renames);
            WriteFlag(json, "drop", DropsGone);
            if (Model.Signature is not null)
                json.WriteString("signature", Model.Signature);
            WriteTexts(json, "tags", Model.Tags ?? []);
            WriteTexts(json, "train", Training);
            WriteTexts(json, "examples", Examples);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToText"/> wrote; null when nothing was, as by programs before replay.</summary>
    public static RunRecipe? Parse(string text)
    {
        if (!text.StartsWith('{'))
            return null;
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return new RunRecipe
        {
            Graph = Text(json, "graph") ?? "",
            Folder = Text(json, "folder"),
            Initializes = json.TryGetProperty("init", out _),
            Repeat = json.TryGetProperty("repeat", out var repeat) ? repeat.GetInt64() : 1,
            Each = Text(json, "each"),
            KeepsGoing = json.TryGetProperty("keepGoing", out _),
            Asserts = Texts(json, "assert"),
            Renames = Texts(json, "rename"),
            DropsGone = json.TryGetProperty("drop", out _),
            Model = new ModelChoice(Text(json, "signature"), Texts(json, "tags") is { Length: > 0 } tags ? tags : null),
            Training = Texts(json, "train"),
            Examples = Texts(json, "examples"),
        };
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
            json.WriteBoolean(name, value);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string[] Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];
}
