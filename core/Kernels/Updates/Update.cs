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
    /// <param name="spare">Where the new values may be written: tensors of the same dtype and shape that nobody looks at, or null.</param>
    public static Tensor[] Dense<TRule>(Tensor[] current, Tensor gradient, Tensor[] scalars, Tensor?[] spare)
        where TRule : struct, IUpdateRule => gradient.DType switch
        {
            DType.Float32 => Run<float, TRule>(current, gradient, scalars, spare),
            DType.Float64 => Run<double, TRule>(current, gradient, scalars, spare),
            _ => Widened(current, gradient, scalars, static (values, change, numbers) =>
                Run<float, TRule>(values, change, numbers, new Tensor?[values.Length])),
        };

    /// <summary>Computes new values for the slices along the first dim that indices number; the others stay.</summary>
    /// <param name="current">The variable and its slots, of one shape and dtype.</param>
    /// <param name="gradient">One slice per index; indices that stand twice are applied one after the other.</param>
    /// <param name="indices">A vector of int32 or int64.</param>
    /// <param name="scalars">The scalar inputs of the op.</param>
    /// <param name="spare">As for <see cref="Dense"/>.</param>
    public static Tensor[] Sparse<TRule>(Tensor[] current, Tensor gradient, Tensor indices, Tensor[] scalars, Tensor?[] spare)
        where TRule : struct, IUpdateRule => gradient.DType switch
        {
            DType.Float32 => RunRows<float, TRule>(current, gradient, indices, scalars, spare),
            DType.Float64 => RunRows<double, TRule>(current, gradient, indices, scalars, spare),
            _ => Widened(current, gradient, scalars, (values, change, numbers) =>
                RunRows<float, TRule>(values, change, indices, numbers, new Tensor?[values.Length])),
        };

    private static Tensor[] Run<T, TRule>(Tensor[] current, Tensor gradient, Tensor[] scalars, Tensor?[] spare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule
    {
        var next = Targets(current, spare);
        Workers.For(gradient.ElementCount, Broadcast.Grain, new UpdatePiece<T, TRule>(current, gradient, next, Factors<T, TRule>(scalars)));
        return next;
    }

    private static Tensor[] RunRows<T, TRule>(Tensor[] current, Tensor gradient, Tensor indices, Tensor[] scalars, Tensor?[] spare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule
    {
        var next = Targets(current, spare);
        for (var i = 0; i < next.Length; i++)
            current[i].Values<T>().CopyTo(next[i].Writable<T>());
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
        TRule.Prepare<T>(Array.ConvertAll(scalars, static scalar => scalar.Value<T>()));

    private static Tensor[] Targets(Tensor[] current, Tensor?[] spare)
    {
        var next = new Tensor[current.Length];
        for (var i = 0; i < next.Length; i++)
        {
            var fits = spare[i] is { } free && free.DType == current[i].DType && free.Shape.Equals(current[i].Shape);
            next[i] = fits ? spare[i]! : Tensor.Allocate(current[i].DType, current[i].Shape);
        }

        return next;
    }

    /// <summary>16-bit floats are computed in float32 and rounded once.</summary>
    private static Tensor[] Widened(Tensor[] current, Tensor gradient, Tensor[] scalars, Func<Tensor[], Tensor, Tensor[], Tensor[]> run)
    {
        var dtype = gradient.DType;
        var next = run(Array.ConvertAll(current, Wide), Wide(gradient), Array.ConvertAll(scalars, Wide));
        return Array.ConvertAll(next, tensor => Cast(tensor, dtype));
    }

    private static Tensor Wide(Tensor tensor) => Cast(tensor, DType.Float32);

    private static Tensor Cast(Tensor tensor, DType dtype)
    {
        var cast = Tensor.Allocate(dtype, tensor.Shape);
        Elementwise.Cast(tensor, cast);
        return cast;
    }
}
