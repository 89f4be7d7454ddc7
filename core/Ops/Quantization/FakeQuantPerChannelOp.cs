using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Quantization;

/// <summary>Fake quantization with a range for each channel, the last dim.</summary>
public static class FakeQuantPerChannelOp
{
    private static readonly string[] attrs = ["num_bits: int = 8", "narrow_range: bool = false"];

    [Op("quantization.fake_quant_with_min_max_vars_per_channel")]
    public static OpDef FakeQuantWithMinMaxVarsPerChannel { get; } = new()
    {
        Name = "FakeQuantWithMinMaxVarsPerChannel",
        Summary = "FakeQuantWithMinMaxVars with a min and a max for each index of the last dim.",
        Inputs = ["inputs: float", "min: float", "max: float"],
        Outputs = ["outputs: float"],
        Attrs = attrs,
        Example = "FakeQuantWithMinMaxVarsPerChannel([[-7.0, 0.1], [5.0, 0.3]], [-6.0, -1.0], [6.0, 1.0])",
        Shape = context =>
        {
            RequireChannels(context, 0);
            context.Output(0, context.Input(0));
        },
        Kernel = builder =>
        {
            var own = builder.Attrs;
            return step => Round(step, own);
        },
        Gradient = context =>
        {
            var node = context.Call(
                "FakeQuantWithMinMaxVarsPerChannelGradient",
                [context.Gradient()!.Value, context.Input(0), context.Input(1), context.Input(2)],
                [.. new[] { "num_bits", "narrow_range" }.Select(name => (name, context.Node.Attrs[name]))]).Node;
            return [new Output(node, 0), new Output(node, 1), new Output(node, 2)];
        },
    };

    [Op]
    public static OpDef FakeQuantWithMinMaxVarsPerChannelGradient { get; } = new()
    {
        Name = "FakeQuantWithMinMaxVarsPerChannelGradient",
        Summary = "FakeQuantWithMinMaxVarsGradient with a min and a max for each index of the last dim.",
        Inputs = ["gradients: float", "inputs: float", "min: float", "max: float"],
        Outputs = ["backprops_wrt_input: float", "backprop_wrt_min: float", "backprop_wrt_max: float"],
        Attrs = attrs,
        Example = "FakeQuantWithMinMaxVarsPerChannelGradient([[1.0, 1.0]], [[-7.0, 0.1]], [-6.0, -1.0], [6.0, 1.0])",
        Shape = context =>
        {
            RequireChannels(context, 1);
            context.Output(0, ShapeContext.Merge(context.Input(0), context.Input(1)));
            context.Output(1, context.Input(2));
            context.Output(2, context.Input(3));
        },
        Kernel = builder =>
        {
            var own = builder.Attrs;
            return step => Pass(step, own);
        },
    };

    private static void RequireChannels(ShapeContext context, int inputs)
    {
        var shape = context.WithRankAtLeast(inputs, 1);
        for (var i = inputs + 1; i < inputs + 3; i++)
            ShapeContext.Merge(shape.HasRank ? shape[-1] : Shape.Unknown, context.WithRank(i, 1)[0]);
    }

    // null where min and max are 0: then the channel is 0, or passes its gradients.
    private static QuantizedRange?[] Ranges(Step step, Attrs own, int inputs)
    {
        var (minima, maxima) = (step.Input(inputs + 1), step.Input(inputs + 2));
        var shape = step.Input(inputs).Shape;
        var channels = shape.Rank == 0 ? throw IntegerTensors.Invalid("inputs must have rank at least 1, got shape []") : shape[-1];
        if (minima.Rank != 1 || minima.Shape[0] != channels)
            throw IntegerTensors.Invalid($"min has incorrect size, expected {channels} was {minima.Shape}");
        if (maxima.Rank != 1 || maxima.Shape[0] != channels)
            throw IntegerTensors.Invalid($"max has incorrect size, expected {channels} was {maxima.Shape}");
        var ranges = new QuantizedRange?[channels];
        for (var i = 0; i < ranges.Length; i++)
        {
            var (minimum, maximum) = (minima.Values<float>()[i], maxima.Values<float>()[i]);
            ranges[i] = minimum == 0 && maximum == 0 ? null : FakeQuantOp.Range(own, minimum, maximum);
        }

        return ranges;
    }

    private static void Round(Step step, Attrs own)
    {
        var ranges = Ranges(step, own, 0);
        var values = step.Input(0).Values<float>();
        var rounded = step.Allocate(0, step.Input(0).Shape).Writable<float>();
        for (var i = 0; i < rounded.Length;)
        {
            for (var channel = 0; channel < ranges.Length; channel++, i++)
                rounded[i] = ranges[channel]?.Round(values[i]) ?? 0;
        }
    }

    private static void Pass(Step step, Attrs own)
    {
        FakeQuantOp.RequireSame(step);
        var ranges = Ranges(step, own, 1);
        var gradients = step.Input(0);
        var values = step.Input(1).Values<float>();
        var (passed, below, above) = (step.Allocate(0, gradients.Shape), step.Allocate(1, Shape.Of(ranges.Length)),
            step.Allocate(2, Shape.Of(ranges.Length)));
        Filling.Zeros(below);
        Filling.Zeros(above);
        for (var i = 0; i < values.Length; i++)
        {
            var (channel, gradient) = (i % ranges.Length, gradients.Values<float>()[i]);
            var range = ranges[channel];
            passed.Writable<float>()[i] = range is null || range.Value.Contains(values[i]) ? gradient : 0;
            if (values[i] < range?.Minimum)
                below.Writable<float>()[channel] += gradient;
            else if (values[i] > range?.Maximum)
                above.Writable<float>()[channel] += gradient;
        }
    }
}
