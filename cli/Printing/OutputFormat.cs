namespace GraphRun.Cli.Printing;

/// <summary>The forms in which fetched values are written.</summary>
internal enum OutputFormat
{
    Text,
    Json,
    Jsonl,
    Csv,
    Tsv,
    Npy,
    Npz,
    Safetensors,
    Raw,
    Png,
}

/// <summary>What is known of each <see cref="OutputFormat"/>.</summary>
internal static class OutputFormats
{
    private static readonly string[] names = ["text", "json", "jsonl", "csv", "tsv", "npy", "npz", "safetensors", "raw", "png"];

    /// <summary>The words of <c>--format</c>, in the order of the enum.</summary>
    public static IReadOnlyList<string> Names => names;

    /// <summary>The format that a word names.</summary>
    public static OutputFormat Parse(string name) => (OutputFormat)Array.IndexOf(names, name);

    /// <summary>The format that a file's extension stands for; text when it stands for none.</summary>
    public static OutputFormat OfFile(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" => OutputFormat.Json,
        ".jsonl" or ".ndjson" => OutputFormat.Jsonl,
        ".csv" => OutputFormat.Csv,
        ".tsv" => OutputFormat.Tsv,
        ".npy" => OutputFormat.Npy,
        ".npz" => OutputFormat.Npz,
        ".safetensors" => OutputFormat.Safetensors,
        ".bin" or ".raw" => OutputFormat.Raw,
        ".png" => OutputFormat.Png,
        _ => OutputFormat.Text,
    };

    public static string Name(this OutputFormat format) => names[(int)format];

    /// <summary>The extension of files of this format, without the dot.</summary>
    public static string Extension(this OutputFormat format) => format == OutputFormat.Raw ? "bin" : names[(int)format];

    /// <summary>Bytes that no terminal should show.</summary>
    public static bool IsBinary(this OutputFormat format) =>
        format is OutputFormat.Npy or OutputFormat.Npz or OutputFormat.Safetensors or OutputFormat.Raw or OutputFormat.Png;

    /// <summary>Holds one value and no name.</summary>
    public static bool HoldsOne(this OutputFormat format) =>
        format is OutputFormat.Csv or OutputFormat.Tsv or OutputFormat.Npy or OutputFormat.Raw or OutputFormat.Png;

    /// <summary>Can go on after a first result: each is a line or more of its own.</summary>
    public static bool IsStream(this OutputFormat format) => format is OutputFormat.Text or OutputFormat.Jsonl;
}
