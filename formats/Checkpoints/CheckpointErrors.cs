using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Checkpoints;

/// <summary>The errors of TensorFlow's checkpoints: each begins with the file's name.</summary>
internal static class CheckpointErrors
{
    /// <summary>The file is damaged, or is not what it says.</summary>
    public static GraphRunException Invalid(string file, string message, string? help = null) =>
        new(ErrorCode.InvalidModel, $"{Printable.Text(file)}: {message}", help: help);

    /// <summary>Bytes that do not have the checksum that is written with them.</summary>
    public static GraphRunException Checksum(string file, string what) =>
        Invalid(file, $"{what} does not match its checksum", "the file is damaged: copy it again");

    /// <summary>The file asks for more than is allowed.</summary>
    public static GraphRunException Limit(string file, string message) =>
        new(ErrorCode.LimitExceeded, $"{Printable.Text(file)}: {message}");
}
