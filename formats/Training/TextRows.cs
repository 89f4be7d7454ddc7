using GraphRun.Errors;
using GraphRun.Formats.Files;
using GraphRun.Formats.TensorFiles;

namespace GraphRun.Formats.Training;

/// <summary>
/// Where the rows of a text file begin, found by reading it once from its start to its end. The text stays in the file, and any row can
/// be read again. Blank lines are no rows. Not for several threads at once.
/// </summary>
internal sealed class TextRows : IDisposable
{
    private const int MaxRow = 1 << 27;

    private readonly FileStream stream;
    private readonly List<long> starts;
    private readonly List<(int Row, long Lines)> shifts;
    private readonly long end;
    private byte[] buffer = new byte[1 << 12];

    private TextRows(FileStream stream, string file, RowScan scan)
    {
        (this.stream, File) = (stream, file);
        (starts, shifts, end) = (scan.Starts, scan.Shifts, scan.Position);
    }

    /// <summary>The file's name, for messages.</summary>
    public string File { get; }

    public int Count => starts.Count;

    /// <summary>Reads a file of rows.</summary>
    /// <param name="delimiter">What separates the cells of a table, whose rows must all have as many; null for lines of any kind.</param>
    /// <exception cref="GraphRunException">The file cannot be read, or a row has another number of cells than the first.</exception>
    public static TextRows Open(string path, byte? delimiter)
    {
        var stream = InputFile.Open(path);
        try
        {
            return new TextRows(stream, path, RowScan.Of(stream, path, delimiter));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The number of the line at which a row begins, from 1.</summary>
    public long Line(int row)
    {
        var at = shifts.FindLastIndex(shift => shift.Row <= row);
        return row + 1 + (at < 0 ? 0 : shifts[at].Lines);
    }

    /// <summary>The text of neighbouring rows, valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(int first, int count)
    {
        var (from, to) = (starts[first], first + count < starts.Count ? starts[first + count] : end);
        if (to - from > MaxRow)
            throw TensorFileErrors.Limit(File, $"row {Line(first)} exceeds {MaxRow} bytes");
        if (buffer.Length < to - from)
            buffer = new byte[Math.Max(to - from, Math.Min(2L * buffer.Length, MaxRow))];
        var text = buffer.AsSpan(0, (int)(to - from));
        for (var rest = text; !rest.IsEmpty;)
        {
            var read = Read(rest, to - rest.Length);
            rest = read > 0 ? rest[read..] : throw TensorFileErrors.Invalid(File, $"row {Line(first)} is gone: the file has changed");
        }

        return text;
    }

    public void Dispose() => stream.Dispose();

    private int Read(Span<byte> bytes, long from)
    {
        try
        {
            return RandomAccess.Read(stream.SafeFileHandle, bytes, from);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputFile.NotReadable(File, "the system reports an error while reading");
        }
    }
}
