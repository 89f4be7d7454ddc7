using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>What SQLite's result codes mean to the user.</summary>
internal static class StoreError
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int Interrupted = 9;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int InputOutputRead = InputOutput | (1 << 8);
    private const int InputOutputShortRead = InputOutput | (2 << 8);
    private const int InputOutputFolderSync = InputOutput | (5 << 8);
    private const int InputOutputFileStatus = InputOutput | (7 << 8);
    private const int ReadOnlyRollback = ReadOnly | (3 << 8);

    // Linux's numbers, which .NET hands on as they are.
    private const int AlreadyExists = 17;
    private const int NotADirectory = 20;
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>The exception for a result code; <paramref name="message"/> is SQLite's own sentence.</summary>
    public static GraphRunException From(int code, string message, string path) => (code & 0xff) switch
    {
        Busy or Locked => SessionLock.StoreBusy(path),
        NoMemory => new GraphRunException(ErrorCode.MemoryExceeded, $"there is not enough memory to work on the store {path}"),
        Interrupted => new GraphRunException(ErrorCode.Cancelled, $"work on the store {path} was interrupted"),
        Full => NotWritable(path, "the disk is full"),
        ReadOnly when code == ReadOnlyRollback => NotWritable(
            path, "an interrupted write must be undone first, and the file or its folder is read-only"),
        ReadOnly or Permission => NotWritable(path, "it is read-only"),
        CannotOpen => NotWritable(path, "it cannot be opened for writing, or its folder does not let a journal be created"),
        InputOutput when code == InputOutputShortRead => Damaged(path, "it is shorter than its header says"),
        InputOutput when code is InputOutputRead or InputOutputFileStatus =>
            new GraphRunException(ErrorCode.FileNotReadable, $"the store {path} cannot be read: {message}"),
        InputOutput when code == InputOutputFolderSync => Unconfirmed(path),
        InputOutput => NotWritable(path, message),
        TooBig => new GraphRunException(ErrorCode.LimitExceeded, $"a value is too large for the store {path}"),
        _ => Damaged(path, message),
    };

    /// <summary>The store's bytes contradict each other.</summary>
    /// <param name="what">The contradiction, with the variable or checkpoint that it concerns.</param>
    public static GraphRunException Damaged(string path, string what) => new(
        ErrorCode.InvalidStore,
        $"the store {path} is damaged: {what}",
        help: "'graphrun session check --deep' lists what is damaged and what is whole; go on from a backup or an earlier checkpoint");

    /// <summary>The host does not let the store's folder or lock file be made.</summary>
    public static GraphRunException NotWritable(string path, Exception exception) => NotWritable(path, exception switch
    {
        UnauthorizedAccessException => "permission is missing in its folder",
        DirectoryNotFoundException => "its folder does not exist",
        PathTooLongException => "its path is too long",
        { HResult: NoSpaceLeft } => "the disk is full",
        { HResult: ReadOnlyFileSystem } => "its file system is read-only",
        { HResult: AlreadyExists or NotADirectory } => "a part of its path is a file and no folder",
        _ => $"its folder refuses new files (error {exception.HResult})",
    });

    /// <summary>The host does not let the store be written.</summary>
    public static GraphRunException NotWritable(string path, string reason) => new(
        ErrorCode.FileNotWritable,
        $"the store {path} cannot be written: {reason}; nothing was changed",
        help: "make room or give write permission to the file and its folder, or choose another file with --store");

    /// <summary>The journal was deleted, which commits, and then the folder could not be flushed.</summary>
    private static GraphRunException Unconfirmed(string path) => new(
        ErrorCode.FileNotWritable,
        $"the disk did not confirm a commit to the store {path}: the new checkpoint is there, but a power cut now may take it back",
        help: "look at 'graphrun session log' before you run again");
}
