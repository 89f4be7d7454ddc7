using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>What a first pass over a CSV text finds: how many rows and columns it has, and what its values are.</summary>
/// <param name="Only">The number of the one column to read, from 1; 0 when all are.</param>
internal readonly record struct CsvMeasure(int Rows, int Columns, bool HasHeader, int Only, DType DType)
{
    private const int MostColumnsTold = 8;

    public bool Takes(int column) => Only == 0 || Only == column;

    /// <param name="cells">In front of the first cell of the first row.</param>
    public static CsvMeasure Read(CsvCells cells, CsvHeader header, string? key, DType dtype, string file)
    {
        var names = ReadNames(cells);
        var isNamed = key is not null || header == CsvHeader.Yes
            || (header == CsvHeader.Auto && dtype != DType.String && names.TrueForAll(name => name is not null));
        var only = key is null ? 0 : Find(key, names, file);
        var result = new CsvMeasure(0, names.Count, isNamed, only, dtype);
        var kind = new CsvKind();
        if (isNamed && !cells.NextRow())
            return result with { DType = kind.Infer(dtype) };
        do
        {
            while (cells.NextCell())
            {
                if (dtype == DType.None && result.Takes(cells.Column))
                    kind.Add(cells);
            }

            if (cells.Column != names.Count)
                throw cells.Wrong($"the row has {cells.Column} cells where the first row has {names.Count}");
            result = result with { Rows = result.Rows + 1 };
        }
        while (cells.NextRow());
        return result with { DType = kind.Infer(dtype) };
    }

    /// <summary>The cells of the first row; null for those that are values and name nothing.</summary>
    private static List<string?> ReadNames(CsvCells cells)
    {
        var names = new List<string?>();
        while (cells.NextCell())
        {
            CsvReader.CheckColumn(cells);
            var cell = cells.Cell.Trim((byte)' ');
            var isValue = cell.IsEmpty || CsvReader.IsNumber(cell, out _) || CsvReader.TryBool(cell, out _);
            names.Add(isValue && !cells.IsQuoted ? null : Encoding.UTF8.GetString(cell));
        }

        return names;
    }

    private static int Find(string key, List<string?> names, string file)
    {
        var index = names.IndexOf(key);
        if (index >= 0 && names.LastIndexOf(key) == index)
            return index + 1;
        var known = names.OfType<string>().ToList();
        throw index >= 0
            ? TensorFileErrors.Invalid(file, $"two columns are named '{Printable.Text(key)}'")
            : TensorFileErrors.Invalid(
                file, $"the first row names no column '{Printable.Text(key)}'", Suggestion.For(key, known) ?? Listed(known));
    }

    private static string Listed(List<string> known)
    {
        var columns = string.Join(", ", known.Take(MostColumnsTold).Select(name => Printable.Text(name)));
        return known.Count == 0
            ? "its first row is values; put a row of names before it"
            : $"its columns are {columns}{(known.Count > MostColumnsTold ? ", ..." : "")}";
    }
}
