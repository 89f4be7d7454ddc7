namespace GraphRun.Formats.Protobuf;

/// <summary>The files of a SavedModel: <c>saved_model.pb</c> or <c>.pbtxt</c>, and the variables below <c>variables</c>.</summary>
internal static class SavedModelFolder
{
    /// <summary>The name of the model's file, without extension.</summary>
    public const string Name = "saved_model";

    private const string IndexExtension = ".index";

    /// <summary>The model's file in a folder; null when there is none, or no folder.</summary>
    public static string? FileIn(string folder)
    {
        foreach (var extension in (ReadOnlySpan<string>)[".pb", ".pbtxt"])
        {
            if (Directory.Exists(folder) && File.Exists(Path.Combine(folder, Name + extension)))
                return Path.Combine(folder, Name + extension);
        }

        return null;
    }

    /// <summary>The prefix of the checkpoint with a model's variables; null when it has none.</summary>
    public static string? CheckpointOf(string file) =>
        Existing(Path.Combine(Path.GetDirectoryName(file) ?? "", "variables", "variables"));

    /// <summary>The prefix of the checkpoint that a <c>.meta</c> file was written with; null when it is not there.</summary>
    public static string? CheckpointBeside(string meta) => Existing(Path.ChangeExtension(meta, null));

    private static string? Existing(string prefix) => File.Exists(prefix + IndexExtension) ? prefix : null;
}
