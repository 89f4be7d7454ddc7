using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// Initial weights whose variance follows from the number of inputs and outputs (<c>python/ops/init_ops.py</c>, VarianceScaling).
/// </summary>
internal static class VarianceScalingBuilders
{
    /// <summary>The standard deviation of a normal distribution cut off at two of its own.</summary>
    private const double TruncatedDeviation = .87962566103423978;

    private static readonly string[] signature = ["shape: tensor", "dtype: type = float32", "seed: int = None"];

    /// <summary>Glorot and Bengio (2010): uniform within the root of 6 / (inputs + outputs).</summary>
    public static Builder GlorotUniform { get; } = new()
    {
        Names = ["glorot_uniform", "xavier_uniform"],
        Signature = signature,
        Expand = ExpandGlorotUniform,
    };

    /// <summary>He et al. (2015): truncated normal of variance 2 / inputs.</summary>
    public static Builder HeNormal { get; } = new()
    {
        Names = ["he_normal"],
        Signature = signature,
        Expand = ExpandHeNormal,
    };

    private static TensorOperand ExpandGlorotUniform(Call call)
    {
        call.RefuseRest();
        var (dims, dtype) = (FillBuilders.Dims(call), call.Attr<DType>("dtype"));
        var (inputs, outputs) = Fans(Known(call, dims));
        var limit = Math.Sqrt(3.0 * (1.0 / Math.Max(1.0, (inputs + outputs) / 2.0)));
        var low = call.Context.Constant(LiteralTensor.Of(Literal(call, -limit), dtype), call.Context.Derive("minval"), call.Origin);
        var high = call.Context.Constant(LiteralTensor.Of(Literal(call, limit), dtype), call.Context.Derive("maxval"), call.Origin);
        var range = call.Context.Add("Sub", call.Below("sub"), [high, low], call.Origin);
        return RandomBuilders.Scaled(call, "RandomUniform", dims, call.Result(range), call.Result(low), dtype);
    }

    private static TensorOperand ExpandHeNormal(Call call)
    {
        call.RefuseRest();
        var (dims, dtype) = (FillBuilders.Dims(call), call.Attr<DType>("dtype"));
        var deviation = Math.Sqrt(2.0 / Math.Max(1.0, Fans(Known(call, dims)).Inputs)) / TruncatedDeviation;
        return RandomBuilders.Scaled(call, "TruncatedNormal", dims, Literal(call, deviation), Literal(call, 0), dtype);
    }

    private static NumberOperand Literal(Call call, double value) => new(new Number(value), call.Origin);

    /// <summary>The shape, which must follow from the file: a variable is as large in every run.</summary>
    private static double[] Known(Call call, Output dims) => call.Context.Graph.ConstantValue(dims) is { } known
        ? [.. known.Integers().Select(dim => (double)dim)]
        : throw new GraphRunException(
            ErrorCode.InvalidShape,
            $"{call.Callee.Name} needs a shape that is known before a run, got {call["shape"].Origin.Text}",
            call["shape"].Origin.Span);

    /// <summary>
    /// How many inputs and outputs a unit has: the last two dims, times the product of those before them (a convolution's window).
    /// </summary>
    private static (double Inputs, double Outputs) Fans(double[] dims)
    {
        if (dims.Length < 2)
            return dims.Length == 0 ? (1, 1) : (dims[0], dims[0]);
        var window = 1.0;
        foreach (var dim in dims.AsSpan(0, dims.Length - 2))
            window *= dim;
        return (dims[^2] * window, dims[^1] * window);
    }
}
