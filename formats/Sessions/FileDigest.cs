using GraphRun.Errors;
using GraphRun.Formats.Stores;

namespace GraphRun.Formats.Sessions;

/// <summary>
/// What a checkpoint writes down about a file that is too large to be recorded: a checksum, the length and the path. The checksum is
/// of the whole of up to 256 MiB, and of 256 pieces of 1 MiB, evenly spread with both ends, of a larger file.
/// </summary>
public static class FileDigest
{
    private const int Piece = 1 << 20;
    private const int Pieces = 256;

    /// <summary>The line of a file; its path alone when it is none that can be looked at.</summary>
    public static string Of(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return $"- - {path}";
        using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return $"{Checksum(stream):x8} {stream.Length} {path}";
    }

    /// <summary>Why a file cannot be used as it was then; null when it can.</summary>
    /// <param name="line">What <see cref="Of"/> gave.</param>
    public static string? Obstacle(string line)
    {
        var path = line.Split(' ', 3)[2];
        try
        {
            return line.StartsWith('-') ? $"{path} was not recorded"
                : !File.Exists(path) ? $"{path} is not there any more"
                : Of(path) != line ? $"{path} is not what it was"
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read";
        }
    }

    private static uint Checksum(FileStream stream)
    {
        var checksum = default(Checksum);
        var buffer = new byte[Piece];
        for (var (piece, count) = (0L, Math.Min(Pieces, (stream.Length + Piece - 1) / Piece)); piece < count; piece++)
        {
            stream.Position = count < Pieces ? piece * Piece : (long)((Int128)piece * (stream.Length - Piece) / (Pieces - 1));
            checksum.Append(buffer.AsSpan(0, stream.ReadAtLeast(buffer, Piece, throwOnEndOfStream: false)));
        }

        return checksum.Value;
    }
}
