using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Protobuf;

namespace GraphRun.Formats.Checkpoints;

/// <summary>
/// The ways to name a checkpoint: its prefix, one of its files, or a folder with a file <c>checkpoint</c> that names the latest.
/// </summary>
public static class CheckpointPath
{
    internal const string IndexExtension = ".index";

    private const string StateFile = "checkpoint";
    private const string DataPart = ".data-";

    /// <summary>The prefix of the checkpoint that a path names; null when it names none that is there.</summary>
    public static string? PrefixOf(string path)
    {
        if (Directory.Exists(path))
            return Latest(path) ?? Existing(Path.Combine(path, "variables", "variables"));
        var data = path.LastIndexOf(DataPart, StringComparison.Ordinal);
        return path.EndsWith(IndexExtension, StringComparison.Ordinal) ? Existing(path[..^IndexExtension.Length])
            : data > 0 ? Existing(path[..data])
            : Existing(path);
    }

    /// <summary>What a session takes for its name: <c>model.ckpt-7</c>; null when a path names no checkpoint.</summary>
    public static string? NameOf(string path) => PrefixOf(path) is { } prefix ? Path.GetFileName(prefix) : null;

    private static string? Existing(string prefix) => File.Exists(prefix + IndexExtension) ? prefix : null;

    /// <summary>The checkpoint that the folder's state file calls the latest; it lies in the folder itself.</summary>
    private static string? Latest(string folder)
    {
        var state = Path.Combine(folder, StateFile);
        if (!File.Exists(state))
            return null;
        ReadOnlySpan<byte> bytes = MessageFile.ReadBytes(state);
        var text = GraphText.Decode(state, ref bytes);
        var fields = new WireReader(TextFormatReader.Encode(text, MessageSchemas.CheckpointState));
        while (fields.Next())
        {
            if (fields.Field == 1 && Path.GetFileName(System.Text.Encoding.UTF8.GetString(fields.Value)) is { Length: > 0 } name)
                return Existing(Path.Combine(folder, name));
        }

        throw new GraphRunException(ErrorCode.InvalidModel, $"{state}: it does not name the latest checkpoint (model_checkpoint_path)");
    }
}
