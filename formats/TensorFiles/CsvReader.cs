using System.Text;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Reads CSV and TSV as a matrix of rows and columns, or one column by its name as a vector. Decimals have a point; <c>nan</c>, <c>inf</c>
/// and <c>-inf</c> are numbers; an empty cell is an error, save for strings.
/// </summary>
public static class CsvReader
{
    private const int MaxColumns = 65_536;

    /// <summary>Reads a whole text.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="key">The name of the one column to read; null reads all.</param>
    /// <param name="expected">
    /// A dtype, without which integers are int32, numbers float32, words true and false bool; a shape of rank 1, which takes one row or
    /// one column, or of rank 0, which takes one cell.
    /// </param>
    /// <exception cref="GraphRunException">
    /// With row and column: no value, none that the dtype can hold, a row of another length.
    /// </exception>
    public static Tensor Read(
        ReadOnlySpan<byte> text, string file, CsvOptions options, string? key = null, ExpectedTensor expected = default)
    {
        var cells = new CsvCells(TextBytes.WithoutByteOrderMark(text), options.Delimiter, file);
        if (!cells.NextRow())
            throw TensorFileErrors.Invalid(file, "no rows");
        var measured = CsvMeasure.Read(cells, options.Header, key, expected.DType, file);
        var tensor = TensorFileErrors.Allocate(
            file, measured.DType, key is null ? Shape.Of(measured.Rows, measured.Columns) : Shape.Of(measured.Rows));
        Fill(cells, tensor, measured);
        return expected.Shape is { HasRank: true } shape ? Fit(tensor, shape, file) : tensor;
    }

    internal static void CheckColumn(in CsvCells cells)
    {
        if (cells.Column > MaxColumns)
            throw cells.Wrong($"more than {MaxColumns} columns", "use an npy file");
    }

    /// <summary>Whether a cell may stand where numbers are read.</summary>
    internal static bool IsNumber(ReadOnlySpan<byte> cell, out bool isInteger) =>
        NumberParser.IsNumber(cell, out isInteger) || TrySpecial(cell, out _);

    private static void Fill(CsvCells cells, Tensor tensor, CsvMeasure measured)
    {
        if (measured.HasHeader && !cells.NextRow())
            return;
        var next = 0;
        do
        {
            while (cells.NextCell())
            {
                if (measured.Takes(cells.Column) && Store(tensor, next++, cells.Cell) is { } problem)
                    throw cells.Wrong(problem, cells.Cell.Contains((byte)',') ? "decimals are written with a point" : null);
            }
        }
        while (cells.NextRow());
    }

    /// <summary>Stores the value of a cell; returns what is wrong with it, or null.</summary>
    internal static string? Store(Tensor tensor, int index, ReadOnlySpan<byte> cell)
    {
        if (tensor.DType == DType.String)
        {
            tensor.Writable<byte[]>()[index] = cell.ToArray();
            return null;
        }

        var value = cell.Trim((byte)' ');
        if (value.IsEmpty)
            return "the cell is empty";
        if (TrySpecial(value, out var special))
            return ElementParser.StoreSpecial(tensor, index, special);
        return TryBool(value, out var flag)
            ? ElementParser.StoreBool(tensor, index, flag)
            : ElementParser.StoreNumber(tensor, index, value);
    }

    internal static bool TryBool(ReadOnlySpan<byte> cell, out bool value)
    {
        value = Ascii.EqualsIgnoreCase(cell, "true"u8);
        return value || Ascii.EqualsIgnoreCase(cell, "false"u8);
    }

    private static bool TrySpecial(ReadOnlySpan<byte> cell, out double value)
    {
        var digits = cell.StartsWith("-"u8) ? cell[1..] : cell;
        var isNaN = Ascii.EqualsIgnoreCase(digits, "nan"u8);
        value = isNaN ? double.NaN : digits.Length < cell.Length ? double.NegativeInfinity : double.PositiveInfinity;
        return isNaN || Ascii.EqualsIgnoreCase(digits, "inf"u8) || Ascii.EqualsIgnoreCase(digits, "infinity"u8);
    }

    private static Tensor Fit(Tensor tensor, Shape expected, string file)
    {
        if (expected.Accepts(tensor.Shape))
            return tensor;
        var isLine = tensor.Rank < 2 || tensor.Shape[0] == 1 || tensor.Shape[1] == 1;
        var flat = expected.Rank == 0 ? Shape.Scalar : Shape.Of(tensor.ElementCount);
        if (isLine && flat.ElementCount == tensor.ElementCount && expected.Accepts(flat))
            return tensor.Reshape(flat);
        throw TensorFileErrors.Invalid(file, $"expected shape {expected}, got {tensor.Shape}");
    }
}
