using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Reads JSON Lines, one value per line, as they come: the stream may never end. Blank lines are passed over, and messages begin with
/// <c>FILE:LINE</c>.
/// </summary>
public sealed class JsonLinesReader(Stream stream, string file)
{
    /// <summary>The longest line.</summary>
    private const int MaxLine = 128 << 20;

    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool isEnded;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>What messages call the line that was read last.</summary>
    public string Place => $"{file}:{Number}";

    /// <summary>Reads the next line that is not blank; false at the end. The line is valid until the next call.</summary>
    /// <exception cref="GraphRunException">A line longer than 128 MiB.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (TryReadLine(out line))
        {
            Number++;
            if (line.ContainsAnyExcept(" \t\r"u8))
                return true;
        }

        return false;
    }

    /// <summary>One tensor of all lines: the value, or with a key that member, of each is one step along a new first dim.</summary>
    /// <exception cref="GraphRunException">Lines of different shapes, or of a dtype that cannot be all of theirs.</exception>
    internal static Tensor ReadStacked(Stream stream, string file, string? key, ExpectedTensor expected)
    {
        var lines = new JsonLinesReader(stream, file);
        var rows = new List<Tensor>();
        while (lines.TryRead(out var line))
        {
            var row = TensorJson.Read(line, lines.Place, key, new ExpectedTensor(expected.DType));
            if (rows.Count > 0 && !row.Shape.Equals(rows[0].Shape))
                throw TensorFileErrors.Invalid(lines.Place, $"shape {row.Shape} where the lines before it have {rows[0].Shape}");
            rows.Add(row);
        }

        return Stacking.Stack(rows, expected.DType, file);
    }

    /// <summary>
    /// The tensors of all lines together: each line is an object that names some, or <c>{"name":
    /// ..., "dtype": ..., "shape": ..., "data": ...}</c> as <c>--format jsonl</c> writes them.
    /// </summary>
    internal static IReadOnlyList<NamedTensor> ReadNamed(Stream stream, string file, Func<string, ExpectedTensor>? expected)
    {
        var lines = new JsonLinesReader(stream, file);
        var tensors = new List<NamedTensor>();
        var names = new HashSet<string>();
        while (lines.TryRead(out var line))
        {
            foreach (var tensor in TensorJson.ReadNamed(line, lines.Place, expected))
            {
                if (!names.Add(tensor.Name))
                    throw TensorFileErrors.Invalid(lines.Place, $"'{Printable.Text(tensor.Name)}' stands on two lines");
                tensors.Add(tensor);
            }
        }

        return tensors;
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        for (var searched = 0; ; searched = end - start, Fill())
        {
            var length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length < 0 && !isEnded)
                continue;
            line = buffer.AsSpan(start, length < 0 ? end - start : searched + length);
            start += line.Length + (length < 0 ? 0 : 1);
            return length >= 0 || line.Length > 0;
        }
    }

    /// <summary>Reads more behind the unfinished line, which moves to the front.</summary>
    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == MaxLine)
            throw TensorFileErrors.Limit($"{file}:{Number + 1}", $"the line exceeds {MaxLine} bytes");
        if (end == buffer.Length)
            Array.Resize(ref buffer, 2 * buffer.Length);
        var count = stream.Read(buffer, end, buffer.Length - end);
        end += count;
        isEnded = count == 0;
    }
}
