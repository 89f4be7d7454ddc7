using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>One tensor many times over: Tile and BroadcastTo.</summary>
public static class Repeating
{
    /// <summary>The input as often along each dim as the output's is a multiple of it.</summary>
    public static void Tile(Tensor input, Tensor output)
    {
        var view = StridedView.Of(input.Shape);
        for (var axis = input.Rank - 1; axis >= 0; axis--)
            view = view.Insert(axis, input.Shape[axis] == 0 ? 0 : output.Shape[axis] / input.Shape[axis]);
        StridedCopy.Run(input, view, output);
    }

    /// <summary>The input stretched to the output's shape, as NumPy broadcasts.</summary>
    public static void BroadcastTo(Tensor input, Tensor output) =>
        StridedCopy.Run(input, StridedView.Of(input.Shape).Stretch(output.Shape.Dims), output);
}
