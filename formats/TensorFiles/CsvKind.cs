using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Gathers which dtype the cells of a CSV text need when nobody said.</summary>
internal struct CsvKind
{
    private bool hasBool;
    private bool hasNumber;
    private bool hasFraction;
    private bool isWide;

    public void Add(in CsvCells cells)
    {
        var cell = cells.Cell.Trim((byte)' ');
        if (CsvReader.TryBool(cell, out _))
        {
            hasBool = true;
            return;
        }

        if (!CsvReader.IsNumber(cell, out var isInteger))
            throw cells.Wrong(cell.IsEmpty ? "the cell is empty" : $"expected a number, got '{TensorFileErrors.Quote(cell)}'", Help(cell));
        hasNumber = true;
        hasFraction |= !isInteger;
        isWide |= isInteger && !(NumberParser.TryParseExact(cell, out var value) && value >= int.MinValue && value <= int.MaxValue);
    }

    public readonly DType Infer(DType known)
    {
        if (known != DType.None)
            return known;
        if (hasBool && !hasNumber)
            return DType.Bool;
        return hasFraction || !hasNumber ? DType.Float32 : isWide ? DType.Int64 : DType.Int32;
    }

    private static string Help(ReadOnlySpan<byte> cell) => cell.Contains((byte)',')
        ? "decimals are written with a point"
        : "texts are read with the dtype string, x:string=@FILE";
}
