using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GraphRun.Formats.Files;

/// <summary>The few calls on files that .NET does not offer, as Linux has them.</summary>
internal static unsafe partial class LinuxFile
{
    // The whole file name, which musl knows as well: the short one is searched for under a hundred names first.
    private const string Library = "libc.so.6";

    private const int WorkingDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStatus = 0x7ff;
    private const uint NoReplace = 1;
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int FileExists = 17;
    private const int DescriptorsSearched = 256;
    private const uint SyncRangeWrite = 2;

    /// <summary>The status of what stands at a path itself, links not followed; null when there is nothing.</summary>
    public static FileIdentity? Status(string path) => Status(WorkingDirectory, path, NoFollow);

    /// <summary>The status of an open file.</summary>
    public static FileIdentity? Status(SafeFileHandle file) => Status((int)file.DangerousGetHandle(), "", EmptyPath);

    /// <summary>Renames a file in one step unless the new name is taken; false when it is. Null: the file system cannot do that.</summary>
    public static bool? RenameWithoutReplacing(string from, string to)
    {
        if (Rename(WorkingDirectory, from, WorkingDirectory, to, NoReplace) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == FileExists ? false : null;
    }

    /// <summary>Opens for reading without looking at advisory locks, which .NET's streams obey; null when it cannot be opened.</summary>
    public static SafeFileHandle? OpenIgnoringLocks(string path)
    {
        var descriptor = Open(path, ReadOnlyCloseOnExec);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>A descriptor of this process by which a file is open; null when none of the first ones is.</summary>
    public static int? DescriptorOf(FileIdentity file)
    {
        for (var descriptor = 0; descriptor < DescriptorsSearched; descriptor++)
        {
            if (Status(descriptor, "", EmptyPath) is { } open && (open.Device, open.Inode) == (file.Device, file.Inode))
                return descriptor;
        }

        return null;
    }

    /// <summary>Has the kernel begin to write out everything that was written to a file, and does not wait for it.</summary>
    public static void BeginWritingOut(int descriptor) => _ = SyncRange(descriptor, 0, 0, SyncRangeWrite);

    private static FileIdentity? Status(int directory, string path, int flags)
    {
        StatusBuffer status;
        if (ReadStatus(directory, path, flags, BasicStatus, &status) != 0)
            return null;
        var device = ((ulong)status.DeviceMajor << 32) | status.DeviceMinor;
        return new FileIdentity(device, status.Inode, status.Links, (long)status.Size, KindOf(status.Mode));
    }

    private static FileKind KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0xa000 => FileKind.SymbolicLink,
        _ => FileKind.Other,
    };

    [LibraryImport(Library, EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int directory, string path, int flags, uint mask, StatusBuffer* status);

    [LibraryImport(Library, EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport(Library, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "sync_file_range")]
    private static partial int SyncRange(int descriptor, long offset, long length, uint flags);

    /// <summary>struct statx, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatusBuffer
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
