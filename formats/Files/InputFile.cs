using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Files;

/// <summary>Opens files that the user names on the command line.</summary>
public static class InputFile
{
    private const int MaxNeighbours = 10_000;

    /// <summary>Opens a file, pipe or device for reading, without a buffer.</summary>
    /// <exception cref="GraphRunException">
    /// It cannot be opened: the path, the reason, and the existing file with the nearest name.
    /// </exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
            throw NotReadable(path, "it is a directory");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotReadable(path, "there is no such file", Neighbour(path));
        }
        catch (UnauthorizedAccessException)
        {
            throw NotReadable(path, "permission denied");
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            throw NotReadable(path, "the system refuses to open it");
        }
    }

    /// <summary>The error of a file that cannot be read.</summary>
    public static GraphRunException NotReadable(string path, string reason, string? help = null) =>
        new(ErrorCode.FileNotReadable, $"cannot read '{Printable.Text(path)}': {reason}", help: help);

    private static string? Neighbour(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
            var names = Directory.EnumerateFiles(folder).Take(MaxNeighbours).Select(file => Path.GetFileName(file)!);
            return Suggestion.For(Path.GetFileName(path), names);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
