using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Reductions;

/// <summary>Half the sum of squares.</summary>
public static class L2LossOp
{
    [Op("nn.l2_loss", "l2_loss")]
    public static OpDef L2Loss { get; } = new()
    {
        Name = "L2Loss",
        Summary = "Half the sum of the squares of all elements.",
        Inputs = ["t: T"],
        Outputs = ["output: T"],
        Attrs = ["T: {bfloat16, half, float, double}"],
        Example = "l2_loss(x)",
        Shape = ShapeRules.Scalar,
        Kernel = builder =>
        {
            var half = Tensor.Allocate(builder.Attrs.DType("T"), Shape.Scalar);
            Kernels.Elementwise.Cast(Tensor.Scalar(0.5f), half);
            return step =>
            {
                var x = step.Input(0);
                var sum = step.Allocate(0, Shape.Scalar);
                Reduction.SumOfSquares(x, [.. Enumerable.Range(0, x.Rank)], sum);
                Kernels.Elementwise.BinaryNumber<MultiplyOperator>(sum, half, sum);
            };
        },
        Gradient = context => [context.Call("Mul", context.Input(0), context.Gradient()!.Value)],
    };
}
