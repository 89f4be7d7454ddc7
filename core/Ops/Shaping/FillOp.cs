using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Tensors whose elements are all alike.</summary>
public static class FillOp
{
    [Op("fill")]
    public static OpDef Fill { get; } = new()
    {
        Name = "Fill",
        Summary = "A tensor of the given dims whose elements are all one value.",
        Inputs = ["dims: index_type", "value: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "index_type: {int32, int64} = DT_INT32"],
        Example = "fill([2, 3], 9)",
        Shape = context =>
        {
            context.WithRank(0, 1);
            context.WithRank(1, 0);
            if (context.Elements(0)?.Any(size => size.Value < 0) ?? false)
                throw ShapeContext.Error("Fill dimensions must be >= 0");
            context.Output(0, context.ConstantShape(0));
        },
        KnownElements = context => context.Elements(0) is [{ Value: { } length and <= Shape.MaxRank }] && context.Elements(1) is [var value]
            ? [.. Enumerable.Repeat(value, (int)length)]
            : null,
        Kernel = _ => step =>
        {
            if (step.Input(0).Rank != 1)
                throw IntegerTensors.Invalid($"dims must be a vector, got shape {step.Input(0).Shape}");
            if (step.Input(1).Rank != 0)
                throw IntegerTensors.Invalid($"value must be a scalar, got shape {step.Input(1).Shape}");
            Filling.Fill(step.Input(1), step.Allocate(0, step.Input(0).ToShape()));
        },
        Gradient = context => [null, SumAll(context)],
    };

    [Op("zeros_like")]
    public static OpDef ZerosLike { get; } = new()
    {
        Name = "ZerosLike",
        Summary = "Zeros of the input's shape and dtype; false for bool, empty strings for string, of a list one as long with no element set.",
        Inputs = ["x: T"],
        Outputs = ["y: T"],
        Attrs = ["T: type"],
        Parameters = ["tensor: x"],
        Example = "zeros_like(x)",
        Shape = ShapeRules.Unchanged,
        WorksInPlace = true,
        Kernel = builder => builder.InputDType(0) == DType.Variant
            ? Lists.TensorListSum.Zero
            : step => Filling.Zeros(step.Allocate(0, step.Input(0).Shape)),
        Gradient = GradientRules.Stop,
    };

    [Op("ones_like")]
    public static OpDef OnesLike { get; } = new()
    {
        Name = "OnesLike",
        Summary = "Ones of the input's shape and dtype; true for bool.",
        Inputs = ["x: T"],
        Outputs = ["y: T"],
        Attrs =
        [
            "T: {bfloat16, half, float, double, int8, uint8, int16, uint16, int32, uint32, int64, uint64, complex64, complex128, bool}",
        ],
        Parameters = ["tensor: x"],
        Example = "ones_like(x)",
        Shape = ShapeRules.Unchanged,
        WorksInPlace = true,
        Kernel = builder =>
        {
            var one = Counting.One(builder.InputDType(0));
            return step => Filling.Fill(one, step.Allocate(0, step.Input(0).Shape));
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef Empty { get; } = new()
    {
        Name = "Empty",
        Summary = "A tensor of the given shape whose elements nobody has set; here they are always zeros.",
        Inputs = ["shape: int32"],
        Outputs = ["output: dtype"],
        Attrs = ["dtype: type", "init: bool = false"],
        Example = "Empty([2, 3], dtype=float32, init=true)",
        Shape = context => context.Output(0, context.ConstantShape(0)),
        Kernel = _ => step => Filling.Zeros(step.Allocate(0, step.Input(0).ToShape())),
        Gradient = GradientRules.Stop,
    };

    private static Output SumAll(GradientContext context)
    {
        var gradient = context.Gradient()!.Value;
        var axes = context.Call(
            "Range",
            context.Builder.Constant(Tensor.Scalar(0)),
            context.Call("Rank", gradient),
            context.Builder.Constant(Tensor.Scalar(1)));
        return context.Call("Sum", gradient, axes);
    }
}
