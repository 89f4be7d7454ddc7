using GraphRun.Errors;
using GraphRun.Formats.Files;
using GraphRun.Formats.TensorFiles;

namespace GraphRun.Formats.Training;

/// <summary>Walks once over a text and finds where its rows begin; in a table a cell in quotes may hold line ends and delimiters.</summary>
internal sealed class RowScan
{
    private const int ChunkLength = 1 << 18;

    private readonly string file;
    private readonly byte delimiter;
    private readonly bool isTable;
    private long rowStart;
    private long line;
    private int cells = 1;
    private int expectedCells;
    private bool isQuoted;
    private bool hasContent;

    private RowScan(string file, byte? delimiter) => (this.file, this.delimiter, isTable) = (file, delimiter ?? 0, delimiter is not null);

    /// <summary>Where each row begins.</summary>
    public List<long> Starts { get; } = [];

    /// <summary>From which row on how many more lines than rows come before.</summary>
    public List<(int Row, long Lines)> Shifts { get; } = [];

    /// <summary>The bytes read; in the end all.</summary>
    public long Position { get; private set; }

    /// <exception cref="GraphRunException">The stream cannot be read, or a table is ragged or ends inside quotes.</exception>
    public static RowScan Of(Stream stream, string file, byte? delimiter)
    {
        var scan = new RowScan(file, delimiter);
        try
        {
            scan.Run(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputFile.NotReadable(file, "the system reports an error while reading");
        }

        return scan;
    }

    private void Run(Stream stream)
    {
        var chunk = new byte[ChunkLength];
        for (int count; (count = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false)) > 0; Position += count)
        {
            var text = chunk.AsSpan(0, count);
            var mark = Position == 0 ? count - TextBytes.WithoutByteOrderMark(text).Length : 0;
            rowStart += mark;
            Scan(text, mark);
        }

        if (isQuoted)
            throw TensorFileErrors.Invalid(file, $"row {line + 1}, column {cells}: a quote is never closed");
        EndRow();
    }

    private void Scan(ReadOnlySpan<byte> text, int next)
    {
        while (next < text.Length)
        {
            var rest = text[next..];
            var length = isQuoted ? rest.IndexOf((byte)'"')
                : isTable ? rest.IndexOfAny((byte)'"', (byte)'\n', delimiter)
                : rest.IndexOf((byte)'\n');
            hasContent |= length != 0 && (length < 0 ? rest : rest[..length]).ContainsAnyExcept(isTable ? "\r"u8 : " \t\r"u8);
            if (length < 0)
                return;
            next += length + 1;
            Meet(rest[length], Position + next);
        }
    }

    private void Meet(byte found, long behind)
    {
        if (found == '\n' && !isQuoted)
        {
            EndRow();
            rowStart = behind;
            line++;
            return;
        }

        hasContent = true;
        if (found == '"')
            isQuoted = !isQuoted;
        else
            cells++;
    }

    private void EndRow()
    {
        if (hasContent)
        {
            if (expectedCells == 0)
                expectedCells = cells;
            if (cells != expectedCells && isTable)
            {
                throw TensorFileErrors.Invalid(
                    file, $"row {line + 1}, column {cells}: the row has {cells} cells where the first row has {expectedCells}");
            }

            if (line - Starts.Count is var shift && shift != (Shifts.Count == 0 ? 0 : Shifts[^1].Lines))
                Shifts.Add((Starts.Count, shift));
            Starts.Add(rowStart);
        }

        (cells, hasContent) = (1, false);
    }
}
