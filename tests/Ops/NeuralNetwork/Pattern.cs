using GraphRun.Tensors;

namespace GraphRun.Tests.Ops.NeuralNetwork;

/// <summary>
/// Small integers that repeat nowhere in a window, so that sums of products are exact and PyTorch's results can stand in tests as they
/// are: element i of an input is <c>7 i mod 11 - 5</c>, of a filter <c>5 i mod 7 - 3</c>.
/// </summary>
internal static class Pattern
{
    public static Tensor Input(params long[] dims) => Fill(dims, i => (i * 7 % 11) - 5);

    public static Tensor Filter(params long[] dims) => Fill(dims, i => (i * 5 % 7) - 3);

    public static Tensor Cast(Tensor x, DType dtype)
    {
        var result = Tensor.Allocate(dtype, x.Shape);
        GraphRun.Kernels.Elementwise.Cast(x, result);
        return result;
    }

    public static Tensor Vector(params float[] values) => Tensor.Vector<float>(values);

    private static Tensor Fill(long[] dims, Func<int, int> element)
    {
        var tensor = Tensor.Allocate(DType.Float32, Shape.Of(dims));
        var values = tensor.Writable<float>();
        for (var i = 0; i < values.Length; i++)
            values[i] = element(i);
        return tensor;
    }
}
