using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>Where a tensor is true.</summary>
public static class WhereOp
{
    [Op("where")]
    public static OpDef Where { get; } = new()
    {
        Name = "Where",
        Summary = "The indices of the elements that are true or not zero, a row each, in row-major order.",
        Inputs = ["input: T"],
        Outputs = ["index: int64"],
        Attrs =
        [
            "T: {float, double, half, bfloat16, int8, int16, int32, int64, uint8, uint16, uint32, uint64, complex64, complex128, bool} "
            + "= DT_BOOL",
        ],
        Example = "where(x > 0.0)",
        Shape = context => context.Output(0, Shape.Of(Shape.Unknown, context.Input(0).Rank)),
        Kernel = _ => step => step.Forward(0, Locating.NonZero(step.Input(0))),
    };
}
