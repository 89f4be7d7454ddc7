using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>Random numbers of a distribution: the op's standard ones, scaled and moved (<c>python/ops/random_ops.py</c>).</summary>
internal static class RandomBuilders
{
    private static readonly string[] normal =
    [
        "shape: tensor", "mean: tensor = 0", "stddev: tensor = 1", "dtype: type = float32", "seed: int = None",
    ];

    public static Builder RandomUniform { get; } = new()
    {
        Names = ["random_uniform", "random.uniform"],
        Signature = ["shape: tensor", "minval: tensor = 0", "maxval: tensor = None", "dtype: type = float32", "seed: int = None"],
        Expand = ExpandUniform,
    };

    public static Builder RandomNormal { get; } = new()
    {
        Names = ["random_normal", "random.normal"],
        Signature = normal,
        Expand = call => ExpandNormal(call, "RandomStandardNormal"),
    };

    public static Builder TruncatedNormal { get; } = new()
    {
        Names = ["truncated_normal", "random.truncated_normal"],
        Signature = normal,
        Expand = call => ExpandNormal(call, "TruncatedNormal"),
    };

    /// <summary>
    /// Numbers of <paramref name="op"/> times <paramref name="scale"/> plus <paramref name="offset"/>; neither 1 nor 0 makes a
    /// node.
    /// </summary>
    public static TensorOperand Scaled(Call call, string op, Output shape, Operand scale, Operand offset, DType dtype)
    {
        var isScaled = scale is not NumberOperand { Number.Value: 1 };
        var isMoved = offset is not NumberOperand { Number.Value: 0 };
        var numbers = call.Context.Add(op, isScaled || isMoved ? call.Below(op) : call.Name, [shape], call.Origin, Attrs(call, op, dtype));
        if (isScaled)
        {
            var factor = Values.ToOutput(call.Context, scale, dtype, "scale");
            numbers = call.Context.Add("Mul", isMoved ? call.Below("mul") : call.Name, [numbers, factor], call.Origin);
        }

        if (!isMoved)
            return call.Result(numbers);
        return call.Add("AddV2", call.Name, [numbers, Values.ToOutput(call.Context, offset, dtype, "offset")]);
    }

    private static TensorOperand ExpandNormal(Call call, string op)
    {
        call.RefuseRest();
        return Scaled(call, op, FillBuilders.Dims(call), Resolved(call, "stddev"), Resolved(call, "mean"), call.Attr<DType>("dtype"));
    }

    private static TensorOperand ExpandUniform(Call call)
    {
        call.RefuseRest();
        var dtype = call.Attr<DType>("dtype");
        var shape = FillBuilders.Dims(call);
        if (dtype.IsInteger())
            return Integers(call, shape, dtype);
        var low = Resolved(call, "minval");
        var high = call.Has("maxval") ? Resolved(call, "maxval") : new NumberOperand(new Number(1), call.Origin);
        return Scaled(call, "RandomUniform", shape, Range(call, low, high, dtype), low, dtype);
    }

    private static TensorOperand Integers(Call call, Output shape, DType dtype)
    {
        if (!call.Has("maxval"))
            throw call.Error($"Must specify maxval for integer dtype {dtype.Name()}");
        var low = Values.ToOutput(call.Context, Resolved(call, "minval"), dtype, "minval");
        var high = Values.ToOutput(call.Context, Resolved(call, "maxval"), dtype, "maxval");
        return call.Add("RandomUniformInt", call.Name, [shape, low, high], Seeds(call, call.Name));
    }

    /// <summary>The difference as TensorFlow computes it, in the dtype of the result; from 0 up it is the upper end itself.</summary>
    private static Operand Range(Call call, Operand low, Operand high, DType dtype)
    {
        if (low is NumberOperand { Number.Value: 0 })
            return high;
        var x = Values.ToOutput(call.Context, high, dtype, "maxval");
        var y = Values.ToOutput(call.Context, low, dtype, "minval");
        return call.Result(call.Context.Add("Sub", call.Below("sub"), [x, y], call.Origin));
    }

    private static Operand Resolved(Call call, string parameter) => Values.Resolve(call.Context, call[parameter]);

    /// <summary>The attrs of an op that draws numbers for the call.</summary>
    public static (string Name, object Value)[] Attrs(Call call, string op, DType dtype) => [("dtype", dtype), .. Seeds(call, op)];

    /// <summary>Without a seed of its own the op's comes from its name when it runs.</summary>
    private static (string Name, object Value)[] Seeds(Call call, string node)
    {
        if (!call.Has("seed"))
            return [];
        var (seed, seed2) = OpSeed.Resolve(call.Context.File.Seed, call.Attr<long>("seed"), node);
        return [("seed", seed), ("seed2", seed2)];
    }
}
