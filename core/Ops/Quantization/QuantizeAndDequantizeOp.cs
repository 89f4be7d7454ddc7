using System.Numerics;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Quantization;

/// <summary>Floats as integers of a few bits would have them, and back.</summary>
public static class QuantizeAndDequantizeOp
{
    private const string Summary = "The input scaled to integers of num_bits so that 0 stays 0 and input_min to input_max (or, without "
        + "range_given, the least to the "
        + "greatest element) fit, rounded, and scaled back. With an axis each index of it has a range of its own. float16 and bfloat16 are "
        + "computed in float32.";

    private const string DType = "T: {bfloat16, half, float, double}";

    [Op]
    public static OpDef QuantizeAndDequantizeV2 { get; } = Declare("QuantizeAndDequantizeV2", false, "num_bits: int = 8", Straight, true);

    [Op]
    public static OpDef QuantizeAndDequantizeV3 { get; } = Declare("QuantizeAndDequantizeV3", true, null, Straight, false);

    [Op]
    public static OpDef QuantizeAndDequantizeV4 { get; } = Declare("QuantizeAndDequantizeV4", false, "num_bits: int = 8", Clipped, true);

    [Op]
    public static OpDef QuantizeAndDequantizeV4Grad { get; } = new()
    {
        Name = "QuantizeAndDequantizeV4Grad",
        Summary = "The gradients where the input of QuantizeAndDequantizeV4 is in its range, 0 elsewhere; 0 for the range.",
        Inputs = ["gradients: T", "input: T", "input_min: T", "input_max: T"],
        Outputs = ["input_backprop: T", "input_min_backprop: T", "input_max_backprop: T"],
        Attrs = [DType, "axis: int = -1"],
        Example = "QuantizeAndDequantizeV4Grad([1.0, 1.0], [0.5, 9.0], -1.0, 1.0)",
        Shape = context =>
        {
            context.Output(0, ShapeContext.Merge(context.Input(0), context.Input(1)));
            context.Output(1, context.Input(2));
            context.Output(2, context.Input(3));
        },
        Kernel = builder =>
        {
            var axis = builder.Attrs.Int("axis");
            return step =>
            {
                if (step.Input(1).DType == Tensors.DType.Float64)
                    Pass<double>(step, axis);
                else
                    Pass<float>(step, axis);
            };
        },
    };

    private static OpDef Declare(string name, bool takesBits, string? bits, GradientRule gradient, bool rounds) => new()
    {
        Name = name,
        Summary = Summary,
        Inputs = takesBits ? ["input: T", "input_min: T", "input_max: T", "num_bits: int32"] : ["input: T", "input_min: T", "input_max: T"],
        Outputs = ["output: T"],
        Attrs =
        [
            "signed_input: bool = true", .. bits is null ? (string[])[] : [bits], $"range_given: bool = {(takesBits ? "true" : "false")}",
            DType,
            .. rounds ? (string[])["round_mode: {'HALF_TO_EVEN', 'HALF_UP'} = 'HALF_TO_EVEN'"] : [], "narrow_range: bool = false",
            "axis: int = -1",
        ],
        Example = $"{name}([-0.5, 0.1, 0.7], -1.0, 1.0{(takesBits ? ", 8" : "")}, range_given=true)",
        Shape = Infer,
        Kernel = builder =>
        {
            var attrs = builder.Attrs;
            return step => Run(step, attrs, takesBits ? step.Integer(3, "num_bits") : attrs.Int("num_bits"));
        },
        Gradient = gradient,
    };

    private static Output?[] Straight(GradientContext context) =>
        [context.Gradient(), .. context.Node.Inputs.Skip(1).Select(_ => (Output?)null)];

    private static Output?[] Clipped(GradientContext context)
    {
        var node = context.Call(
            "QuantizeAndDequantizeV4Grad",
            [context.Gradient()!.Value, context.Input(0), context.Input(1), context.Input(2)],
            ("axis", context.Node.Attrs["axis"])).Node;
        return [new Output(node, 0), new Output(node, 1), new Output(node, 2)];
    }

    private static void Infer(ShapeContext context)
    {
        var axis = context.Attrs.Int("axis");
        if (axis < -1)
            throw ShapeContext.Error($"axis should be at least -1, got {axis}");
        for (var i = 1; i < 3; i++)
        {
            var range = context.WithRank(i, axis == -1 ? 0 : 1);
            if (axis >= 0 && context.WithRankAtLeast(0, (int)axis + 1) is { HasRank: true } input)
                ShapeContext.Merge(range[0], input[(int)axis]);
        }

        context.Output(0, context.Input(0));
    }

    private static void Run(Step step, Attrs attrs, long bits)
    {
        var isSigned = attrs.Bool("signed_input");
        if (bits < (isSigned ? 2 : 1) || bits > 62)
            throw IntegerTensors.Invalid($"num_bits is out of range: {bits} with signed_input_ {(isSigned ? 1 : 0)}");
        if (step.Input(0).DType == Tensors.DType.Float64)
            Round<double>(step, attrs, (int)bits);
        else
            Round<float>(step, attrs, (int)bits);
    }

    private static void Round<T>(Step step, Attrs attrs, int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var isGiven = attrs.Bool("range_given");
        var isHalfUp = attrs.Has("round_mode") && attrs.Text("round_mode") == "HALF_UP";
        var channels = new Channels<T>(step.Input(0), attrs.Int("axis"));
        var (minima, maxima) = isGiven ? (channels.Range(step.Input(1)), channels.Range(step.Input(2))) : channels.Extremes();
        var trips = new RoundTrip<T>[channels.Count];
        for (var i = 0; i < trips.Length; i++)
        {
            if (minima[i] > maxima[i])
                throw IntegerTensors.Invalid($"Invalid range: input_min {minima[i]} > input_max {maxima[i]}");
            trips[i] = new RoundTrip<T>(minima[i], maxima[i], bits, attrs.Bool("signed_input"), attrs.Bool("narrow_range"), isHalfUp,
                isGiven);
        }

        var rounded = new T[channels.Values.Length];
        for (var i = 0; i < rounded.Length; i++)
            rounded[i] = trips[channels.Of(i)].Round(channels.Values[i]);
        Kernels.Elementwise.Cast(Tensor.Of<T>(step.Input(0).Shape, rounded), step.Allocate(0, step.Input(0).Shape));
    }

    private static void Pass<T>(Step step, long axis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        FakeQuantOp.RequireSame(step);
        var (gradients, channels) = (new Channels<T>(step.Input(0), axis), new Channels<T>(step.Input(1), axis));
        var (minima, maxima) = (channels.Range(step.Input(2)), channels.Range(step.Input(3)));
        var passed = new T[channels.Values.Length];
        for (var i = 0; i < passed.Length; i++)
        {
            var channel = channels.Of(i);
            passed[i] = channels.Values[i] >= minima[channel] && channels.Values[i] <= maxima[channel] ? gradients.Values[i] : T.Zero;
        }

        Kernels.Elementwise.Cast(Tensor.Of<T>(step.Input(1).Shape, passed), step.Allocate(0, step.Input(1).Shape));
        Filling.Zeros(step.Allocate(1, step.Input(2).Shape));
        Filling.Zeros(step.Allocate(2, step.Input(3).Shape));
    }

    /// <summary>A tensor in the type that is computed in, and the indices of one axis, or one for all.</summary>
    private readonly struct Channels<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        private readonly int inner = 1;

        public Channels(Tensor tensor, long axis)
        {
            if (axis >= tensor.Rank)
                throw IntegerTensors.Invalid($"Shape must be at least rank {axis + 1} but is rank {tensor.Rank}");
            Values = Typed(tensor);
            if (axis < 0)
                return;
            Count = (int)tensor.Shape[(int)axis];
            for (var i = (int)axis + 1; i < tensor.Rank; i++)
                inner *= (int)tensor.Shape[i];
        }

        public T[] Values { get; }

        public int Count { get; } = 1;

        /// <summary>The channel of the element at a row-major position.</summary>
        public int Of(int position) => Count == 1 ? 0 : position / inner % Count;

        /// <summary>One number for each channel.</summary>
        public T[] Range(Tensor tensor) => tensor.ElementCount == Count
            ? Typed(tensor)
            : throw IntegerTensors.Invalid($"input_min and input_max must have {Count} elements, got shape {tensor.Shape}");

        public (T[] Minima, T[] Maxima) Extremes()
        {
            var (minima, maxima) = (new T[Count], new T[Count]);
            minima.AsSpan().Fill(T.MaxValue);
            maxima.AsSpan().Fill(T.MinValue);
            for (var i = 0; i < Values.Length; i++)
            {
                var channel = Of(i);
                minima[channel] = T.Min(minima[channel], Values[i]);
                maxima[channel] = T.Max(maxima[channel], Values[i]);
            }

            return Values.Length == 0 ? (maxima, maxima) : (minima, maxima);
        }

        private static T[] Typed(Tensor tensor)
        {
            var typed = Tensor.Allocate(DTypes.Of<T>(), tensor.Shape);
            Kernels.Elementwise.Cast(tensor, typed);
            return typed.Values<T>().ToArray();
        }
    }
}
