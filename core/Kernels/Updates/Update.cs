using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Takes a variable and its slots through a step of an optimizer. What goes in is never changed.</summary>
internal static class Update
{
    /// <summary>Computes the new values of all elements.</summary>
    /// <param name="current">The variable and its slots, of one shape and dtype.</param>
    /// <param name="gradient">Of the variable's shape.</param>
    /// <param name="scalars">The scalar inputs of the op.</param>
    public static Tensor[] Dense<TRule>(Tensor[] current, Tensor gradient, Tensor[] scalars)
        where TRule : struct, IUpdateRule =>
        Widened(current, gradient, scalars, (values, change, numbers) => values[0].DType == DType.Float32
            ? Run<float, TRule>(values, change, numbers)
            : Run<double, TRule>(values, change, numbers));

    /// <summary>Computes new values for the slices along the first dim that indices number; the others stay.</summary>
    /// <param name="current">The variable and its slots, of one shape and dtype.</param>
    /// <param name="gradient">One slice per index; indices that stand twice are applied one after the other.</param>
    /// <param name="indices">A vector of int32 or int64.</param>
    /// <param name="scalars">The scalar inputs of the op.</param>
    public static Tensor[] Sparse<TRule>(Tensor[] current, Tensor gradient, Tensor indices, Tensor[] scalars)
        where TRule : struct, IUpdateRule =>
        Widened(current, gradient, scalars, (values, change, numbers) => values[0].DType == DType.Float32
            ? RunRows<float, TRule>(values, change, indices, numbers)
            : RunRows<double, TRule>(values, change, indices, numbers));

    private static Tensor[] Run<T, TRule>(Tensor[] current, Tensor gradient, Tensor[] scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule
    {
        var next = Array.ConvertAll(current, tensor => Tensor.Allocate(tensor.DType, tensor.Shape));
        Workers.For(gradient.ElementCount, Broadcast.Grain, new UpdatePiece<T, TRule>(current, gradient, next, Factors<T, TRule>(scalars)));
        return next;
    }

    private static Tensor[] RunRows<T, TRule>(Tensor[] current, Tensor gradient, Tensor indices, Tensor[] scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule
    {
        var next = Array.ConvertAll(current, tensor => Tensor.Of(tensor.Shape, tensor.Values<T>()));
        var rows = RowNumbers.Of(indices, current[0].Shape[0]);
        var piece = new UpdatePiece<T, TRule>(next, gradient, next, Factors<T, TRule>(scalars));
        var length = rows.Length == 0 ? 0 : (int)(gradient.ElementCount / rows.Length);
        for (var i = 0; i < rows.Length; i++)
            piece.Run((int)rows[i] * length, i * length, length);
        return next;
    }

    private static UpdateFactors<T> Factors<T, TRule>(Tensor[] scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule =>
        TRule.Prepare<T>(Array.ConvertAll(scalars, scalar => scalar.Value<T>()));

    /// <summary>16-bit floats are computed in float32 and rounded once.</summary>
    private static Tensor[] Widened(Tensor[] current, Tensor gradient, Tensor[] scalars, Func<Tensor[], Tensor, Tensor[], Tensor[]> run)
    {
        var dtype = gradient.DType;
        return dtype is DType.Float32 or DType.Float64
            ? run(current, gradient, scalars)
            : Array.ConvertAll(
                run(Array.ConvertAll(current, Wide), Wide(gradient), Array.ConvertAll(scalars, Wide)), tensor => Cast(tensor, dtype));
    }

    private static Tensor Wide(Tensor tensor) => Cast(tensor, DType.Float32);

    private static Tensor Cast(Tensor tensor, DType dtype)
    {
        var cast = Tensor.Allocate(dtype, tensor.Shape);
        Elementwise.Cast(tensor, cast);
        return cast;
    }
}
