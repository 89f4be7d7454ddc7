using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>Examples in a CSV or TSV file that stays where it is: a column, or all columns of each row.</summary>
internal sealed class TableRows : IExampleRows
{
    private readonly TextRows rows;
    private readonly byte delimiter;
    private readonly CsvMeasure measure;

    /// <param name="key">The name of a column; null takes all.</param>
    /// <param name="dtype">What cells are read as.</param>
    /// <param name="isFlat">A table of one column is a vector.</param>
    /// <exception cref="GraphRunException">There are no rows, or there is no such column.</exception>
    public TableRows(TextRows rows, CsvOptions options, string? key, DType dtype, bool isFlat)
    {
        (this.rows, delimiter, DType) = (rows, options.Delimiter, dtype);
        if (rows.Count == 0)
            throw TensorFileErrors.Invalid(rows.File, "no rows");
        var cells = new CsvCells(rows.Read(0, 1), delimiter, rows.File);
        cells.NextRow();
        measure = CsvMeasure.Read(cells, options.Header, key, dtype, rows.File);
        var count = rows.Count - FirstRow;
        Shape = key is not null || (isFlat && measure.Columns == 1) ? Shape.Of(count) : Shape.Of(count, measure.Columns);
    }

    public DType DType { get; }

    public Shape Shape { get; }

    public bool IsInMemory => false;

    private int FirstRow => measure.HasHeader ? 1 : 0;

    public void Read(long first, int count, Tensor batch, long at)
    {
        var next = (int)(at * ExampleShapes.OfOne(Shape).ElementCount);
        for (var row = (int)first + FirstRow; count > 0; count--, row++)
        {
            var cells = new CsvCells(rows.Read(row, 1), delimiter, rows.File, rows.Line(row) - 1);
            cells.NextRow();
            while (cells.NextCell())
            {
                if (measure.Takes(cells.Column) && CsvReader.Store(batch, next++, cells.Cell) is { } problem)
                    throw cells.Wrong(problem, cells.Cell.Contains((byte)',') ? "decimals are written with a point" : null);
            }
        }
    }

    public void Dispose() => rows.Dispose();
}
