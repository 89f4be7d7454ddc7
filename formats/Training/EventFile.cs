using System.Buffers.Binary;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>
/// A file of events as TensorBoard reads them: records of a length, its checksum, a protobuf message <c>Event</c> and the checksum of
/// that (<c>core/lib/io/record_writer.cc</c>, <c>core/util/event.proto</c>, <c>core/framework/summary.proto</c>).
/// </summary>
public sealed class EventFile : IDisposable
{
    private readonly FileStream stream;

    /// <summary>Begins a new file in a folder, which is made if there is none.</summary>
    /// <exception cref="GraphRunException">Nothing can be written there.</exception>
    public EventFile(string folder, DateTimeOffset time)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var name = $"events.out.tfevents.{time.ToUnixTimeSeconds()}.graphrun.{Environment.ProcessId}";
            stream = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraphRunException(ErrorCode.FileNotWritable, $"cannot write events to {folder}");
        }

        var version = new MessageWriter();
        version.Number(1, Seconds(time));
        version.Bytes(3, "brain.Event:2"u8);
        Write(version);
    }

    /// <summary>Adds scalars of one step.</summary>
    public void WriteScalars(long step, IReadOnlyList<(string Name, double Value)> scalars, DateTimeOffset time)
    {
        var summary = new MessageWriter();
        foreach (var (name, value) in scalars)
        {
            var entry = new MessageWriter();
            entry.Bytes(1, Encoding.UTF8.GetBytes(name));
            entry.Number(2, (float)value);
            summary.Bytes(1, entry.Written);
        }

        Write(step, summary, time);
    }

    /// <summary>Adds the distribution of a tensor's elements at one step.</summary>
    public void WriteHistogram(long step, string name, Tensor values, DateTimeOffset time)
    {
        var entry = new MessageWriter();
        entry.Bytes(1, Encoding.UTF8.GetBytes(name));
        entry.Bytes(5, Histogram.Of(values).ToMessage());
        var summary = new MessageWriter();
        summary.Bytes(1, entry.Written);
        Write(step, summary, time);
    }

    public void Flush() => stream.Flush();

    public void Dispose() => stream.Dispose();

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private void Write(long step, MessageWriter summary, DateTimeOffset time)
    {
        var message = new MessageWriter();
        message.Number(1, Seconds(time));
        message.Integer(2, (ulong)step);
        message.Bytes(5, summary.Written);
        Write(message);
    }

    private void Write(MessageWriter message)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)message.Written.Length);
        stream.Write(number);
        WriteMasked(number);
        stream.Write(message.Written);
        WriteMasked(message.Written);
    }

    /// <summary>The checksum turned by 15 bits and moved, so that checksums of checksums are no trouble.</summary>
    private void WriteMasked(ReadOnlySpan<byte> bytes)
    {
        var checksum = default(Checksum);
        checksum.Append(bytes);
        Span<byte> masked = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, uint.RotateRight(checksum.Value, 15) + 0xA282EAD8u);
        stream.Write(masked);
    }
}
