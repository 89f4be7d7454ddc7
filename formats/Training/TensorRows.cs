using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>Examples in memory.</summary>
internal sealed class TensorRows(Tensor tensor) : IExampleRows
{
    private readonly long length = ExampleShapes.OfOne(tensor.Shape).ElementCount;

    public DType DType => tensor.DType;

    public Shape Shape => tensor.Shape;

    public bool IsInMemory => true;

    public void Read(long first, int count, Tensor batch, long at) =>
        ElementRange.Copy(tensor, first * length, batch, at * length, count * length);

    public void Dispose()
    {
    }
}
