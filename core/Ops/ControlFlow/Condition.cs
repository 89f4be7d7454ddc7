using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Ops.ControlFlow;

/// <summary>What counts as true where any tensor may be a condition (TensorFlow's <c>ToBool</c> in <c>functional_ops.cc</c>).</summary>
internal static class Condition
{
    /// <summary>
    /// A scalar number is true when it is not zero (a NaN is not zero), a scalar string when it is not empty, any other tensor when it has
    /// elements.
    /// </summary>
    /// <exception cref="GraphRunException">A scalar of a dtype that is neither bool, number nor string.</exception>
    internal static bool Holds(Tensor value)
    {
        if (!value.Shape.IsScalar)
            return value.ElementCount > 0;
        return value.DType switch
        {
            DType.Bool => value.Value<bool>(),
            DType.String => value.Value<byte[]>().Length > 0,
            DType.Float32 => value.Value<float>() != 0,
            DType.Float64 => value.Value<double>() != 0,
            DType.Float16 => value.Value<Half>() != default,
            DType.BFloat16 => value.Value<BFloat16>() != default,
            _ when value.DType.IsInteger() => value.Integer(0) != 0,
            _ => throw new GraphRunException(ErrorCode.InvalidArgument, $"{value.DType.Name()} cannot be converted to a boolean"),
        };
    }
}
