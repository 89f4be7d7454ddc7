using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.TensorFiles;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>Examples given another dtype when they are read, where that loses nothing but digits of a fraction.</summary>
/// <param name="name">The output that they are fed to, for messages.</param>
internal sealed class ConvertedRows(IExampleRows rows, DType dtype, string name) : IExampleRows
{
    private readonly Shape example = ExampleShapes.OfOne(rows.Shape);

    public DType DType => dtype;

    public Shape Shape => rows.Shape;

    public bool IsInMemory => rows.IsInMemory;

    public void Read(long first, int count, Tensor batch, long at)
    {
        var (one, read) = (Tensor.Allocate(rows.DType, example), Tensor.Allocate(rows.DType, ExampleShapes.OfMany(rows.Shape, count)));
        rows.Read(first, count, read, 0);
        try
        {
            var converted = TensorConversion.Convert(read, dtype);
            ElementRange.Copy(converted, 0, batch, at * example.ElementCount, converted.ElementCount);
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.FeedMismatch)
        {
            for (var i = 0; i < count; i++)
            {
                ElementRange.Copy(read, i * example.ElementCount, one, 0, example.ElementCount);
                Check(one, first + i);
            }

            throw;
        }
    }

    public void Dispose() => rows.Dispose();

    private void Check(Tensor one, long number)
    {
        try
        {
            FeedFit.Fit(name, one, new ExpectedTensor(dtype));
        }
        catch (GraphRunException error) when (error.Code == ErrorCode.FeedMismatch)
        {
            throw new GraphRunException(
                [.. error.Diagnostics.Select(diagnostic => diagnostic with { Message = $"example {number}: {diagnostic.Message}" })]);
        }
    }
}
