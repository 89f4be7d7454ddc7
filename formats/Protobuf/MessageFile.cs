using Google.Protobuf;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Tensors;

namespace GraphRun.Formats.Protobuf;

/// <summary>Reads the bytes of files that hold one message, and decodes messages.</summary>
internal static class MessageFile
{
    /// <summary>Protobuf's own limit.</summary>
    public const long MaxBytes = int.MaxValue - 64;

    /// <summary>All bytes of a file, without a copy.</summary>
    /// <exception cref="GraphRunException">It cannot be read, or is longer than a message can be.</exception>
    public static byte[] ReadBytes(string path)
    {
        using var stream = InputFile.Open(path);
        return ReadBytes(stream, path);
    }

    /// <inheritdoc cref="ReadBytes(string)"/>
    public static byte[] ReadBytes(FileStream stream, string path)
    {
        if (!stream.CanSeek)
            return GraphText.ReadBytes(stream, path);
        if (stream.Length > Math.Min(MaxBytes, MemoryLimit.MaxTensorBytes))
        {
            throw new GraphRunException(
                ErrorCode.LimitExceeded, $"{Printable.Text(path)} is larger than a protobuf file can be, {Math.Min(MaxBytes, MemoryLimit.MaxTensorBytes)} bytes");
        }

        try
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException)
        {
            throw InputFile.NotReadable(path, "the system reports an error while reading");
        }
    }

    /// <summary>A message as text, equal for equal messages unless maps in them were filled in another order.</summary>
    public static string Encode(IMessage message) => Convert.ToBase64String(message.ToByteArray());

    /// <summary>Decodes bytes that <see cref="MessageCheck"/> has found to be in order.</summary>
    /// <param name="what">What messages call it.</param>
    public static T Decode<T>(ReadOnlySpan<byte> bytes, MessageParser<T> parser, string file, string what)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new GraphRunException(ErrorCode.InvalidModel, $"{Printable.Text(file)}: {what} is damaged");
        }
    }
}
