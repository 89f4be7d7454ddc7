using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Quantization;

/// <summary>Floats rounded to what a few bits can hold, as a quantized model would have them, and still floats.</summary>
public static class FakeQuantOp
{
    private const string Rounding = "rounded to one of 2^num_bits numbers spread evenly from min to max, 0 among them; narrow_range uses one less.";

    private static readonly string[] attrs = ["num_bits: int = 8", "narrow_range: bool = false"];

    [Op("quantization.fake_quant_with_min_max_args")]
    public static OpDef FakeQuantWithMinMaxArgs { get; } = new()
    {
        Name = "FakeQuantWithMinMaxArgs",
        Summary = $"The inputs {Rounding}",
        Inputs = ["inputs: float"],
        Outputs = ["outputs: float"],
        Attrs = ["min: float = -6.0", "max: float = 6.0", .. attrs],
        Example = "FakeQuantWithMinMaxArgs([-7.0, 0.1, 5.0])",
        Shape = ShapeRules.Unchanged,
        Kernel = builder =>
        {
            var range = Range(builder.Attrs, builder.Attrs.Float("min"), builder.Attrs.Float("max"));
            return step => Round(step.Input(0), step.Allocate(0, step.Input(0).Shape), range);
        },
        Gradient = context =>
        [
            context.Call(
                "FakeQuantWithMinMaxArgsGradient",
                [context.Gradient()!.Value, context.Input(0)],
                [.. new[] { "min", "max", "num_bits", "narrow_range" }.Select(name => (name, context.Node.Attrs[name]))]),
        ],
    };

    [Op]
    public static OpDef FakeQuantWithMinMaxArgsGradient { get; } = new()
    {
        Name = "FakeQuantWithMinMaxArgsGradient",
        Summary = "The gradients where the inputs of FakeQuantWithMinMaxArgs are inside its range, 0 elsewhere.",
        Inputs = ["gradients: float", "inputs: float"],
        Outputs = ["backprops: float"],
        Attrs = ["min: float = -6.0", "max: float = 6.0", .. attrs],
        Example = "FakeQuantWithMinMaxArgsGradient([1.0, 1.0, 1.0], [-7.0, 0.1, 5.0])",
        Shape = context => context.Output(0, ShapeContext.Merge(context.Input(0), context.Input(1))),
        Kernel = builder =>
        {
            var range = Range(builder.Attrs, builder.Attrs.Float("min"), builder.Attrs.Float("max"));
            return step => Pass(step, range, step.Allocate(0, step.Input(1).Shape));
        },
    };

    [Op("quantization.fake_quant_with_min_max_vars")]
    public static OpDef FakeQuantWithMinMaxVars { get; } = new()
    {
        Name = "FakeQuantWithMinMaxVars",
        Summary = $"The inputs {Rounding} min and max are scalars; where both are 0, so is the output.",
        Inputs = ["inputs: float", "min: float", "max: float"],
        Outputs = ["outputs: float"],
        Attrs = attrs,
        Example = "FakeQuantWithMinMaxVars([-7.0, 0.1, 5.0], -6.0, 6.0)",
        Shape = context =>
        {
            context.WithRank(1, 0);
            context.WithRank(2, 0);
            context.Output(0, context.Input(0));
        },
        Kernel = builder =>
        {
            var own = builder.Attrs;
            return step =>
            {
                var (input, minimum, maximum) = (step.Input(0), Scalar(step, 1), Scalar(step, 2));
                var output = step.Allocate(0, input.Shape);
                if (minimum == 0 && maximum == 0)
                    Filling.Zeros(output);
                else
                    Round(input, output, Range(own, minimum, maximum));
            };
        },
        Gradient = context =>
        {
            var node = context.Call(
                "FakeQuantWithMinMaxVarsGradient",
                [context.Gradient()!.Value, context.Input(0), context.Input(1), context.Input(2)],
                [.. new[] { "num_bits", "narrow_range" }.Select(name => (name, context.Node.Attrs[name]))]).Node;
            return [new Output(node, 0), new Output(node, 1), new Output(node, 2)];
        },
    };

    [Op]
    public static OpDef FakeQuantWithMinMaxVarsGradient { get; } = new()
    {
        Name = "FakeQuantWithMinMaxVarsGradient",
        Summary = "The gradients where the inputs of FakeQuantWithMinMaxVars are inside its range, 0 elsewhere; for min the sum of those below it, for "
            + "max of those above.",
        Inputs = ["gradients: float", "inputs: float", "min: float", "max: float"],
        Outputs = ["backprops_wrt_input: float", "backprop_wrt_min: float", "backprop_wrt_max: float"],
        Attrs = attrs,
        Example = "FakeQuantWithMinMaxVarsGradient([1.0, 1.0, 1.0], [-7.0, 0.1, 7.0], -6.0, 6.0)",
        Shape = context =>
        {
            context.Output(0, ShapeContext.Merge(context.Input(0), context.Input(1)));
            context.Output(1, Shape.Scalar);
            context.Output(2, Shape.Scalar);
        },
        Kernel = builder =>
        {
            var own = builder.Attrs;
            return step => Pass(step, own, Scalar(step, 2), Scalar(step, 3));
        },
    };

    internal static QuantizedRange Range(Attrs attrs, float minimum, float maximum)
    {
        var bits = attrs.Int("num_bits");
        if (bits is < 2 or > 16)
            throw IntegerTensors.Invalid($"num_bits must be between 2 and 16, inclusive, got {bits}");
        if (!(minimum < maximum))
            throw IntegerTensors.Invalid("min has to be smaller than max");
        return new QuantizedRange(minimum, maximum, bits, attrs.Bool("narrow_range"));
    }

    private static float Scalar(Step step, int input) => step.Input(input).Rank == 0
        ? step.Input(input).Value<float>()
        : throw IntegerTensors.Invalid($"{(step.InputCount - input == 2 ? "min" : "max")} must be a scalar, got shape {step.Input(input).Shape}");

    private static void Round(Tensor input, Tensor output, QuantizedRange range)
    {
        var values = input.Values<float>();
        var rounded = output.Writable<float>();
        for (var i = 0; i < rounded.Length; i++)
            rounded[i] = range.Round(values[i]);
    }

    private static void Pass(Step step, QuantizedRange range, Tensor output)
    {
        RequireSame(step);
        var gradients = step.Input(0).Values<float>();
        var values = step.Input(1).Values<float>();
        var passed = output.Writable<float>();
        for (var i = 0; i < passed.Length; i++)
            passed[i] = range.Contains(values[i]) ? gradients[i] : 0;
    }

    private static void Pass(Step step, Attrs attrs, float minimum, float maximum)
    {
        RequireSame(step);
        var output = step.Allocate(0, step.Input(0).Shape);
        var (below, above) = (0f, 0f);
        if (minimum == 0 && maximum == 0)
        {
            Filling.Copy(step.Input(0), output);
        }
        else
        {
            var range = Range(attrs, minimum, maximum);
            Pass(step, range, output);
            var gradients = step.Input(0).Values<float>();
            var values = step.Input(1).Values<float>();
            for (var i = 0; i < values.Length; i++)
            {
                below += values[i] < range.Minimum ? gradients[i] : 0;
                above += values[i] > range.Maximum ? gradients[i] : 0;
            }
        }

        step.Allocate(1, Shape.Scalar).Writable<float>()[0] = below;
        step.Allocate(2, Shape.Scalar).Writable<float>()[0] = above;
    }

    internal static void RequireSame(Step step)
    {
        if (!step.Input(0).Shape.Equals(step.Input(1).Shape))
            throw IntegerTensors.Invalid($"gradient and input must be the same size, got {step.Input(0).Shape} and {step.Input(1).Shape}");
    }
}
