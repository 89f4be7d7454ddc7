using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>Sizes, axes and indices on their way in and out of int32 and int64 tensors.</summary>
internal static class IntegerTensors
{
    /// <summary>Writes an int16, int32 or int64 tensor.</summary>
    /// <exception cref="GraphRunException">A number does not fit the dtype.</exception>
    public static void Write(this Tensor tensor, ReadOnlySpan<long> values)
    {
        if (tensor.DType == DType.Int64)
        {
            values.CopyTo(tensor.Writable<long>());
            return;
        }

        if (tensor.DType == DType.Int16)
        {
            var small = tensor.Writable<short>();
            for (var i = 0; i < small.Length; i++)
                small[i] = values[i] is >= short.MinValue and <= short.MaxValue ? (short)values[i] : throw Invalid($"{values[i]} does not fit an int16");
            return;
        }

        var integers = tensor.Writable<int>();
        for (var i = 0; i < integers.Length; i++)
        {
            integers[i] = values[i] is >= int.MinValue and <= int.MaxValue
                ? (int)values[i]
                : throw new GraphRunException(
                    ErrorCode.InvalidArgument, $"{values[i]} does not fit an int32", help: "ask for out_type: int64");
        }
    }

    /// <summary>The shape that a tensor of sizes says; each at least 0.</summary>
    /// <exception cref="GraphRunException">
    /// <c>shape must be a vector of {int32,int64}, got shape [2,2]</c>, <c>Dimension -5 must be >= 0</c>
    /// </exception>
    public static Shape ToShape(this Tensor sizes)
    {
        if (sizes.Rank > 1)
            throw Invalid($"shape must be a vector of {{int32,int64}}, got shape {sizes.Shape}");
        var dims = sizes.Integers();
        foreach (var dim in dims)
        {
            if (dim < 0)
                throw Invalid($"Dimension {dim} must be >= 0");
        }

        return Shape.Of(dims);
    }

    /// <summary>The only element of an input that must have one.</summary>
    public static long Integer(this Step step, int input, string name)
    {
        var tensor = step.Input(input);
        return tensor.ElementCount == 1 ? tensor.Integer(0) : throw Invalid($"{name} must be a scalar, but has shape {tensor.Shape}");
    }

    /// <summary>The axis that a tensor of one integer says, counted from 0.</summary>
    /// <exception cref="GraphRunException"><c>Expected dimension in the range [-2, 2), but got 5</c></exception>
    public static int Axis(Tensor tensor, int rank)
    {
        var axis = tensor.ElementCount == 1
            ? tensor.Integer(0)
            : throw Invalid($"dim must be a scalar, but received tensor of shape: {tensor.Shape}");
        if (axis < -rank || axis >= rank)
            throw Invalid($"Expected dimension in the range [{-rank}, {rank}), but got {axis}");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    /// <summary>The error of a kernel that refuses a value.</summary>
    public static GraphRunException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
