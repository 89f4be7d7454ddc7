using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>A tensor within margins of one value.</summary>
public static class PadOp
{
    [Op("pad")]
    public static OpDef Pad { get; } = new()
    {
        Name = "Pad",
        Summary = "The input within margins of zeros; row i of paddings says how wide they are before and behind dim i.",
        Inputs = ["input: T", "paddings: Tpaddings"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tpaddings: {int32, int64} = DT_INT32"],
        Parameters = ["tensor: input", "paddings: paddings"],
        Example = "pad(x, [[1, 1], [2, 2]])",
        Shape = Paddings.Infer,
        ZeroMargins = inputs => Paddings.Margins(inputs[1]),
        Kernel = builder =>
        {
            var zero = Tensor.Allocate(builder.InputDType(0), Shape.Scalar);
            Filling.Zeros(zero);
            return step =>
            {
                var output = step.Allocate(0, Paddings.Pad(step.Input(0).Shape, step.Input(1)));
                Padding.Constant(step.Input(0), Paddings.Before(step.Input(1)), zero, output);
            };
        },
        Gradient = context => [Inside(context), null],
    };

    [Op("pad_v2")]
    public static OpDef PadV2 { get; } = new()
    {
        Name = "PadV2",
        Summary = "The input within margins of the given value.",
        Inputs = ["input: T", "paddings: Tpaddings", "constant_values: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tpaddings: {int32, int64} = DT_INT32"],
        Example = "pad_v2(x, [[1, 1], [2, 2]], 9.0)",
        Shape = Paddings.Infer,
        Kernel = _ => step =>
        {
            if (step.Input(2).Rank != 0)
                throw IntegerTensors.Invalid($"constant_values must be a scalar. Found: {step.Input(2).Shape}");
            var output = step.Allocate(0, Paddings.Pad(step.Input(0).Shape, step.Input(1)));
            Padding.Constant(step.Input(0), Paddings.Before(step.Input(1)), step.Input(2), output);
        },
        Gradient = context => [Inside(context), null, null],
    };

    // The margins' first column is where the input begins.
    private static Output Inside(GradientContext context)
    {
        var paddings = context.Input(1);
        var dtype = paddings.DType;
        var builder = context.Builder;
        var columns = new Output(
            context.Call("Unpack", [paddings], ("num", 2L), ("axis", 1L)).Node, 0);
        var size = context.Call("Shape", [context.Input(0)], ("out_type", dtype));
        return builder.Call("Slice", context.Gradient()!.Value, columns, size);
    }
}
