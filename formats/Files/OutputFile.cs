using GraphRun.Errors;

namespace GraphRun.Formats.Files;

/// <summary>
/// A file that appears whole or not at all: written beside its place under another name and renamed when it is complete. A device or
/// pipe is written as it is.
/// </summary>
public sealed class OutputFile : IDisposable
{
    private readonly string shown;
    private readonly string path;
    private readonly string? unfinished;

    /// <exception cref="GraphRunException">Nothing can be written there.</exception>
    public OutputFile(string path)
    {
        shown = path;
        this.path = path;
        try
        {
            if (FileIdentity.Of(path) is { Kind: FileKind.SymbolicLink })
                this.path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (Directory.Exists(this.path))
                throw NotWritable("it is a directory");
            unfinished = IsPlain(this.path) ? $"{this.path}.{Environment.ProcessId}.unfinished" : null;
            Stream = new FileStream(unfinished ?? this.path, unfinished is null ? FileMode.Open : FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw NotWritable(Reason(failure));
        }
    }

    public FileStream Stream { get; }

    /// <summary>Writes into the file.</summary>
    /// <exception cref="GraphRunException">The disk is full, or the folder is gone.</exception>
    public void Write(Action<FileStream> write)
    {
        try
        {
            write(Stream);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(Reason(failure));
        }
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="GraphRunException">The disk is full, or the folder is gone.</exception>
    public void Complete()
    {
        try
        {
            Stream.Flush(flushToDisk: unfinished is not null);
            Stream.Dispose();
            if (unfinished is not null)
                File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(Reason(failure));
        }
    }

    public void Dispose()
    {
        // On a full disk even closing fails, for what is still to be written; then the file is closed all the same.
        Try(Stream.Dispose);
        if (unfinished is not null)
            Try(() => File.Delete(unfinished));
    }

    /// <summary>What is left behind is named .unfinished, and the error that led here is the one to report.</summary>
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static bool IsPlain(string path) => FileIdentity.Of(path) is null or { Kind: FileKind.Regular };

    private static string Reason(Exception failure) => failure switch
    {
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException => "there is no such folder",
        IOException { HResult: 28 } => "no space left",
        IOException { HResult: 30 } => "the file system is read-only",
        _ => "the system refuses to write it",
    };

    private GraphRunException NotWritable(string reason) => new(ErrorCode.FileNotWritable, $"cannot write '{shown}': {reason}");
}
