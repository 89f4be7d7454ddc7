using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Elementwise;

/// <summary>Changes the dtype.</summary>
public static class CastOp
{
    private static readonly ElementwiseForm form = new(Declaration.Unary(Kernels.Elementwise.Cast), shapes => shapes[0]);

    private const string CastTypes =
        "{bfloat16, half, float, double, int8, int16, int32, int64, uint8, uint16, uint32, uint64, bool, complex64, complex128}";

    [Op("cast")]
    public static OpDef Cast { get; } = new()
    {
        Name = "Cast",
        Summary = "The same numbers in another dtype. A float becomes an integer by dropping its fraction; where TensorFlow is undefined, out of range saturates and NaN becomes 0; an integer that does not fit wraps. Everything but 0 becomes true.",
        Inputs = ["x: SrcT"],
        Outputs = ["y: DstT"],
        Attrs = [$"SrcT: {CastTypes}", $"DstT: {CastTypes}", "Truncate: bool = false"],
        Parameters = ["x: x", "dtype: DstT"],
        Example = "cast(x, float32)",
        Shape = ShapeRules.Unchanged,
        KnownElements = context => context.Attrs.DType("DstT") is DType.Int32 or DType.Int64 ? context.Elements(0) : null,
        ForwardsInputs = true,
        NeverForwards = node => node.Attrs.DType("SrcT") != node.Attrs.DType("DstT"),
        PassesOn = (node, _, _) => node.Attrs.DType("SrcT") == node.Attrs.DType("DstT"),
        Elementwise = node => node.Attrs.DType("SrcT") == node.Attrs.DType("DstT") || node.Attrs.Bool("Truncate") ? null : form,
        Kernel = builder =>
        {
            if (builder.Attrs.Bool("Truncate"))
                throw new GraphRunException(ErrorCode.Unsupported, "Cast with Truncate = true is not supported: casts round to nearest");
            var isSame = builder.Attrs.DType("SrcT") == builder.Attrs.DType("DstT");
            return step =>
            {
                var x = step.Input(0);
                if (isSame)
                    step.Forward(0, x);
                else
                    Kernels.Elementwise.Cast(x, step.Allocate(0, x.Shape));
            };
        },
        Gradient = context => context.Input(0).DType is var source && (source.IsFloating() || source.IsComplex())
            ? [context.Call("Cast", [context.Gradient()!.Value], ("DstT", source))]
            : [null],
    };
}
