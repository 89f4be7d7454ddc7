using System.Runtime.InteropServices;
using GraphRun.Errors;

namespace GraphRun.Cli.Printing;

/// <summary>
/// Standard output or error on Unix, unbuffered, written with <c>write(2)</c>. The framework's console stream swallows a closed pipe, and its
/// file stream does not move the file's own offset, so that <c>(graphrun ...; graphrun ...) &gt; file</c> would overwrite itself.
/// </summary>
internal sealed partial class StandardStream(int descriptor, string name) : Stream
{
    private const int Interrupted = 4;
    private const int NoSpace = 28;
    private const int BrokenPipe = 32;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("a stream has no length");

    public override long Position
    {
        get => throw new NotSupportedException("a stream has no position");
        set => throw new NotSupportedException("a stream has no position");
    }

    private static int TryAgain => OperatingSystem.IsMacOS() ? 35 : 11;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (var written = 0; written < buffer.Length;)
            {
                var count = WriteDescriptor(descriptor, start + written, buffer.Length - written);
                if (count < 0)
                    Refuse(Marshal.GetLastPInvokeError());
                else
                    written += (int)count;
            }
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a stream for writing");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a stream has no position");

    public override void SetLength(long value) => throw new NotSupportedException("a stream has no length");

    private void Refuse(int error)
    {
        if (error == Interrupted)
            return;
        if (error == TryAgain)
            Thread.Sleep(1);
        else if (error == BrokenPipe)
            throw new ClosedPipeException();
        else
            throw new GraphRunException(ErrorCode.FileNotWritable, $"{name} cannot be written: {(error == NoSpace ? "no space left" : $"error {error}")}");
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteDescriptor(int descriptor, byte* buffer, nint count);
}
