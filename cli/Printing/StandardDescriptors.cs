using System.Runtime.InteropServices;
using GraphRun.Errors;
using Microsoft.Win32.SafeHandles;

namespace GraphRun.Cli.Printing;

/// <summary>
/// The three descriptors that a process is started with, any of which may be closed. The next file that is opened takes a closed one's
/// number, and what was meant for standard error would land in that file; so closed ones are filled before anything else is opened.
/// </summary>
internal static partial class StandardDescriptors
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;
    private const int GetFlags = 1;

    // Held until the process ends.
    private static readonly List<SafeFileHandle> fillers = [];

    /// <summary>The streams of this process; a closed one reads and takes nothing, save that writing data to it is an error.</summary>
    public static (Func<Stream> Input, Stream Output, Stream Error) Open()
    {
        if (OperatingSystem.IsWindows())
            return (Console.OpenStandardInput, Console.OpenStandardOutput(), Console.OpenStandardError());
        var (input, output, error) = (IsInherited(Input), IsInherited(Output), IsInherited(Error));
        return (
            input ? Console.OpenStandardInput : () => Stream.Null,
            output ? new StandardStream(Output, "standard output") : new ClosedStream(),
            error ? new StandardStream(Error, "standard error") : Stream.Null);
    }

    /// <summary>
    /// A descriptor that survived exec cannot carry close-on-exec: one that does was opened by the runtime in the place of a closed one.
    /// </summary>
    private static bool IsInherited(int descriptor)
    {
        var flags = Control(descriptor, GetFlags);
        if (flags < 0)
            fillers.Add(File.OpenHandle("/dev/null"));
        return flags == 0;
    }

    /// <summary>
    /// The columns of the terminal behind standard error; 80 where nobody says. Asked of the system itself, for .NET's console would write
    /// to standard output first.
    /// </summary>
    public static int ErrorColumns()
    {
        const ulong GetWindowSize = 0x5413;
        if (!OperatingSystem.IsLinux() || Control(Error, GetWindowSize, out var size) != 0 || size.Columns == 0)
            return Surroundings.DefaultColumns;
        return size.Columns;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, ulong request, out WindowSize size);

    /// <summary>The system's <c>winsize</c>.</summary>
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    /// <summary>Standard output of a process that was started without one.</summary>
    private sealed class ClosedStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => Refuse();

        public override void Write(byte[] buffer, int offset, int count) => Refuse();

        private static void Refuse() => throw new GraphRunException(ErrorCode.FileNotWritable, "standard output cannot be written: it is closed");
    }
}
