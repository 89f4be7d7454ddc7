using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>Examples in a file of JSON Lines that stays where it is: a member of each line, or each line's only value.</summary>
internal sealed class JsonRows : IExampleRows
{
    private readonly TextRows rows;
    private readonly string? key;
    private readonly Shape example;

    /// <exception cref="GraphRunException">There are no lines, or the first one has no such member.</exception>
    public JsonRows(TextRows rows, string? key, DType dtype)
    {
        (this.rows, this.key, DType) = (rows, key, dtype);
        example = rows.Count == 0 ? Shape.Scalar : Read(0).Shape;
        Shape = Shape.Of([rows.Count, .. example.Dims]);
    }

    public DType DType { get; }

    public Shape Shape { get; }

    public bool IsInMemory => false;

    public void Read(long first, int count, Tensor batch, long at)
    {
        for (var i = 0; i < count; i++)
        {
            var row = Read((int)first + i);
            if (!row.Shape.Equals(example))
                throw TensorFileErrors.Invalid(Place((int)first + i), $"shape {row.Shape} where the first line has {example}");
            ElementRange.Copy(row, 0, batch, (at + i) * example.ElementCount, example.ElementCount);
        }
    }

    public void Dispose() => rows.Dispose();

    private Tensor Read(int row) =>
        TensorConversion.Convert(TensorJson.Read(rows.Read(row, 1), Place(row), key, new ExpectedTensor(DType)), DType);

    private string Place(int row) => $"{rows.File}:{rows.Line(row)}";
}
