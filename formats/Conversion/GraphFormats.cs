namespace GraphRun.Formats.Conversion;

/// <summary>The names of the formats, which are the extensions of their files.</summary>
public static class GraphFormats
{
    public static IReadOnlyList<string> Names { get; } = ["yaml", "json", "pb", "pbtxt"];

    /// <summary>The format of a name; null when there is none.</summary>
    public static GraphFormat? Parse(string name) => name switch
    {
        "yaml" or "yml" => GraphFormat.Yaml,
        "json" => GraphFormat.Json,
        "pb" => GraphFormat.Protobuf,
        "pbtxt" => GraphFormat.ProtobufText,
        _ => null,
    };

    /// <summary>The format of a file by its extension; null when that names none.</summary>
    public static GraphFormat? OfFile(string path) => Parse(Path.GetExtension(path).TrimStart('.').ToLowerInvariant());
}
