using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>
/// Between the tensors of an op and those that its kernel computes with: channels last, and 16-bit floats as float32. What is in that form
/// already is not copied.
/// </summary>
/// <param name="ChannelsFirst">Dim 1 of the op's tensors are the channels.</param>
/// <param name="DType">The dtype of the op's tensors.</param>
internal readonly record struct ComputeLayout(bool ChannelsFirst, DType DType)
{
    private DType ComputeDType => DType is DType.Float16 or DType.BFloat16 ? DType.Float32 : DType;

    /// <summary>A tensor to compute with.</summary>
    public Tensor Load(Tensor x)
    {
        x = Widen(x);
        return ChannelsFirst ? Transpose(x, ToLast(x.Rank)) : x;
    }

    /// <summary>A tensor without channels, such as a filter, to compute with.</summary>
    public static Tensor Widen(Tensor x)
    {
        if (x.DType is not (DType.Float16 or DType.BFloat16))
            return x;
        var wide = Tensor.Allocate(DType.Float32, x.Shape);
        Kernels.Elementwise.Cast(x, wide);
        return wide;
    }

    /// <summary>A tensor to compute an output in.</summary>
    public Tensor Target(Tensor output) => ChannelsFirst
        ? Tensor.Allocate(ComputeDType, Permute(output.Shape, ToLast(output.Rank)))
        : WideTarget(output);

    /// <summary>A tensor to compute an output without channels in.</summary>
    public static Tensor WideTarget(Tensor output) =>
        output.DType is DType.Float16 or DType.BFloat16 ? Tensor.Allocate(DType.Float32, output.Shape) : output;

    /// <summary>Brings what was computed into the output.</summary>
    public void Store(Tensor target, Tensor output)
    {
        if (ReferenceEquals(target, output))
            return;
        if (ChannelsFirst && output.Rank > 2)
            target = Transpose(target, ToFirst(output.Rank));
        Kernels.Elementwise.Cast(target, output);
    }

    private static Tensor Transpose(Tensor x, int[] permutation)
    {
        var result = Tensor.Allocate(x.DType, Permute(x.Shape, permutation));
        Reordering.Transpose(x, permutation, result);
        return result;
    }

    private static Shape Permute(Shape shape, int[] permutation)
    {
        var dims = new long[permutation.Length];
        for (var i = 0; i < dims.Length; i++)
            dims[i] = shape[permutation[i]];
        return Shape.Of(dims);
    }

    private static int[] ToLast(int rank) => [0, .. Enumerable.Range(2, rank - 2), 1];

    private static int[] ToFirst(int rank) => [0, rank - 1, .. Enumerable.Range(1, rank - 2)];
}
