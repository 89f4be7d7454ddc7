using GraphRun.Errors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Walks over the cells of a CSV text (RFC 4180): rows end with LF or CRLF, a cell in quotes may hold delimiters, line ends and
/// doubled quotes. Lines with nothing on them are passed over.
/// </summary>
/// <param name="before">The rows before the text, when it is a part of a file.</param>
internal ref struct CsvCells(ReadOnlySpan<byte> text, byte delimiter, string file, long before = 0)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int position;
    private bool isRowOpen;

    /// <summary>The number of the row, its line where no cell spans several; from 1.</summary>
    public long Row { get; private set; } = before;

    /// <summary>The number of the cell in its row, from 1.</summary>
    public int Column { get; private set; }

    /// <summary>The text of the cell, without its quotes.</summary>
    public ReadOnlySpan<byte> Cell { get; private set; }

    /// <summary>Whether the cell stood in quotes.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>Steps to the first cell of the next row that has any; false at the end.</summary>
    public bool NextRow()
    {
        while (NextCell())
        {
        }

        for (; position < text.Length && LineEnd(position) is var end and > 0; position += end)
            Row++;
        Row++;
        Column = 0;
        isRowOpen = position < text.Length;
        return isRowOpen;
    }

    /// <summary>Steps to the next cell of the row; false behind the last.</summary>
    public bool NextCell()
    {
        if (!isRowOpen)
            return false;
        Column++;
        IsQuoted = position < text.Length && text[position] == (byte)'"';
        if (IsQuoted)
            ReadQuoted();
        else
            ReadPlain();
        isRowOpen = position < text.Length && text[position] == delimiter;
        if (isRowOpen)
            position++;
        else
            position += LineEnd(position);
        return true;
    }

    /// <summary>An error at the cell.</summary>
    public readonly GraphRunException Wrong(string what, string? help = null) =>
        TensorFileErrors.Invalid(file, $"row {Row}, column {Column}: {what}", help);

    private void ReadPlain()
    {
        var length = text[position..].IndexOfAny(delimiter, (byte)'\n');
        length = length < 0 ? text.Length - position : length;
        if (length > 0 && text[position + length - 1] == (byte)'\r' && LineEnd(position + length - 1) == 2)
            length--;
        Cell = text.Slice(position, length);
        position += length;
        if (Cell.Contains((byte)'"'))
            throw Wrong($"a quote inside the cell {TensorFileErrors.Quote(Cell)}");
    }

    private void ReadQuoted()
    {
        var start = ++position;
        var isDoubled = false;
        while (true)
        {
            var length = text[position..].IndexOf((byte)'"');
            if (length < 0)
                throw Wrong("a quote is never closed");
            position += length + 1;
            if (position >= text.Length || text[position] != (byte)'"')
                break;
            isDoubled = true;
            position++;
        }

        Cell = text[start..(position - 1)];
        if (isDoubled)
            Cell = Undouble(Cell);
        if (position < text.Length && text[position] != delimiter && LineEnd(position) == 0)
            throw Wrong("text behind the closing quote");
    }

    /// <summary>The length of the line end at a place; 0 when none is there.</summary>
    private readonly int LineEnd(int place) => text[place..] switch
    {
        [(byte)'\n', ..] => 1,
        [(byte)'\r', (byte)'\n', ..] => 2,
        _ => 0,
    };

    private static byte[] Undouble(ReadOnlySpan<byte> cell)
    {
        var result = new byte[cell.Length];
        var length = 0;
        for (var i = 0; i < cell.Length; i++)
        {
            result[length++] = cell[i];
            if (cell[i] == (byte)'"')
                i++;
        }

        return result[..length];
    }
}
