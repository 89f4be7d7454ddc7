using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>How many elements and how many dims a tensor has.</summary>
public static class SizeOp
{
    [Op("size")]
    public static OpDef Size { get; } = new()
    {
        Name = "Size",
        Summary = "The number of the input's elements.",
        Inputs = ["input: T"],
        Outputs = ["output: out_type"],
        Attrs = ["T: type", "out_type: {int32, int64} = DT_INT32"],
        Parameters = ["input: input", "out_type: out_type = int32"],
        Example = "size(x)",
        Shape = ShapeRules.Scalar,
        KnownElements = context => context.Input(0).IsFullyDefined ? [new PartialElement(context.Input(0).ElementCount)] : null,
        Kernel = _ => step => step.Allocate(0, Shape.Scalar).Write([step.Input(0).ElementCount]),
        Gradient = GradientRules.Stop,
    };

    [Op("rank")]
    public static OpDef Rank { get; } = new()
    {
        Name = "Rank",
        Summary = "The number of the input's dims.",
        Inputs = ["input: T"],
        Outputs = ["output: int32"],
        Attrs = ["T: type"],
        Parameters = ["input: input"],
        Example = "rank(x)",
        Shape = ShapeRules.Scalar,
        KnownElements = context => context.Input(0).HasRank ? [new PartialElement(context.Input(0).Rank)] : null,
        Kernel = _ => step => step.Allocate(0, Shape.Scalar).Write([step.Input(0).Rank]),
        Gradient = GradientRules.Stop,
    };
}
