using System.Diagnostics;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Files;

namespace GraphRun.Formats.Stores;

/// <summary>
/// Lets one process at a time work on a session, from reading its state to committing the new one, while other sessions of the
/// store go on. It is a lock of the operating system on a small file beside the store, so it ends with its process, however that
/// ends; the file's text says who holds it.
/// </summary>
internal sealed class SessionLock : IDisposable
{
    private const int LockedOnLinux = 11;
    private const int LockedOnApple = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);
    private const int LongestCommand = 200;

    private readonly FileStream file;

    private SessionLock(FileStream file) => this.file = file;

    /// <summary>Waits until nobody else works on the session.</summary>
    /// <param name="wait">How long; zero tries once.</param>
    /// <param name="command">What others are told when they wait in vain.</param>
    /// <exception cref="GraphRunException">The time is over, or the file's folder cannot be written.</exception>
    public static SessionLock Acquire(string store, string session, TimeSpan wait, string command)
    {
        var path = PathOf(store, session);
        var waiting = Stopwatch.StartNew();
        for (var pause = 1; ; pause = Math.Min(pause * 2, 50))
        {
            if (TryOpen(path, store) is { } file)
            {
                if (FileIdentity.IsAt(path, file.SafeFileHandle))
                    return Sign(file, session, command);
                file.Dispose();
            }
            else if (waiting.Elapsed >= wait)
            {
                throw Busy(session, store, HolderOf(path));
            }
            else
            {
                Thread.Sleep(pause);
            }
        }
    }

    /// <summary>The error when SQLite itself finds the store in use.</summary>
    public static GraphRunException StoreBusy(string store)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(store))!;
        var holders = Directory.EnumerateFiles(folder, $"{Path.GetFileName(store)}-*.lock").Select(HolderOf).OfType<string>().Order();
        var who = string.Join("; ", holders) is { Length: > 0 } names ? names : "another process";
        return new GraphRunException(
            ErrorCode.SessionBusy,
            $"the store {store} is in use by {who}; nothing was changed",
            help: "run again when it has ended, or wait longer with --lock-timeout");
    }

    /// <summary>The file goes while it is locked; who had it open notices that its name is gone, which only Linux tells.</summary>
    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
            StoreFile.DeleteIfPossible(file.Name);
        file.Dispose();
    }

    private static string PathOf(string store, string session)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in Encoding.UTF8.GetBytes(session))
            hash = (hash ^ unit) * 1099511628211UL;
        return Path.GetFullPath($"{store}-{hash:x16}.lock");
    }

    private static FileStream? TryOpen(string path, string store)
    {
        try
        {
            // On Unix only None is exclusive; Windows lets the others read who holds it.
            var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1);
        }
        catch (IOException exception) when (exception.HResult is LockedOnLinux or LockedOnApple or LockedOnWindows)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreError.NotWritable(store, exception);
        }
    }

    private static SessionLock Sign(FileStream file, string session, string command)
    {
        var what = string.Create(Math.Min(command.Length, LongestCommand), command, static (characters, command) =>
        {
            for (var i = 0; i < characters.Length; i++)
                characters[i] = char.IsControl(command[i]) ? ' ' : command[i];
        });
        try
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(
                $"process {Environment.ProcessId} ({what}) in session '{session}' since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss}Z"));
            file.Flush();
        }
        catch (IOException)
        {
            // The lock holds without a signature; only who waits for it does not learn the name.
        }

        return new SessionLock(file);
    }

    private static string? HolderOf(string path)
    {
        try
        {
            using var handle = OperatingSystem.IsLinux() ? LinuxFile.OpenIgnoringLocks(path)
                : OperatingSystem.IsWindows() ? File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete)
                : null;
            if (handle is null)
                return null;
            Span<byte> text = stackalloc byte[1024];
            return Encoding.UTF8.GetString(text[..RandomAccess.Read(handle, text, 0)]);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static GraphRunException Busy(string session, string store, string? holder) => new(
        ErrorCode.SessionBusy,
        $"session '{session}' in the store {store} is in use by "
        + $"{(string.IsNullOrEmpty(holder) ? "another process" : holder)}; nothing was changed",
        help: "run again when it has ended, or wait longer with --lock-timeout");
}
