using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GraphRun.Formats.Files;

/// <summary>What a path leads to, read without opening it: which file, of what kind, with how many names. Links are not followed.</summary>
/// <param name="Device">The file system; 0 where the host does not tell.</param>
/// <param name="Inode">The file within its file system; 0 where the host does not tell.</param>
/// <param name="Links">The number of names (hard links) the file has; 1 where the host does not tell.</param>
/// <param name="Length">The size in bytes.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, uint Links, long Length, FileKind Kind)
{
    /// <summary>The identity of the file at a path; null when there is none, or none that may be looked at.</summary>
    public static FileIdentity? Of(string path) => OperatingSystem.IsLinux() ? LinuxFile.Status(path) : FromAttributes(new FileInfo(path));

    /// <summary>Whether an open file still has this path: false once it was deleted or replaced; true where the host cannot tell.</summary>
    public static bool IsAt(string path, SafeFileHandle file) =>
        !OperatingSystem.IsLinux()
        || (LinuxFile.Status(path) is { } named && LinuxFile.Status(file) is { } open
            && (named.Device, named.Inode) == (open.Device, open.Inode));

    private static FileIdentity? FromAttributes(FileInfo file)
    {
        if (file.LinkTarget is not null)
            return new FileIdentity(0, 0, 1, 0, FileKind.SymbolicLink);
        if (Directory.Exists(file.FullName))
            return new FileIdentity(0, 0, 1, 0, FileKind.Directory);
        return file.Exists ? new FileIdentity(0, 0, 1, file.Length, FileKind.Regular) : null;
    }
}
