using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Elementwise;

/// <summary>The sum of many.</summary>
public static class AddNOp
{
    private static readonly Func<Node, ElementwiseForm?> ofOneShape = ElementwiseForm.OfOneShape(_ => Sum);

    private static readonly ElementwiseForm ofTwo = new(
        _ => Sum, shapes => shapes[0].Equals(shapes[1]) ? shapes[0] : null)
    { IsSum = true };

    [Op("add_n")]
    public static OpDef AddN { get; } = new()
    {
        Name = "AddN",
        Summary = "The sum of tensors of one shape, added from the first to the last; of lists, element by element.",
        Inputs = ["inputs: N * T"],
        Outputs = ["sum: T"],
        Attrs = ["N: int >= 1", $"{Declaration.Numbers[..^1]}, variant}}"],
        Example = "add_n([x, y])",
        Shape = context =>
        {
            var shape = context.Input(0);
            for (var i = 1; i < context.InputCount; i++)
                shape = ShapeContext.Merge(shape, context.Input(i));
            context.Output(0, shape);
        },
        ForwardsInputs = true,
        NeverForwards = node => node.Inputs.Count > 1 && node.OutputDTypes[0] != DType.Variant,
        PassesOn = (node, _, _) => node.Inputs.Count == 1,
        Elementwise = node => node.Inputs.Count == 1 || node.OutputDTypes[0] == DType.Variant ? null
            : node.Inputs.Count == 2 ? ofTwo : ofOneShape(node),
        Kernel = _ => Sum,
        Gradient = context => [.. context.Node.Inputs.Select(_ => context.Gradient())],
    };

    private static void Sum(Execution.Step step)
    {
        var first = step.Input(0);
        if (step.InputCount == 1)
        {
            step.Forward(0, first);
            return;
        }

        if (first.DType == DType.Variant)
        {
            Lists.TensorListSum.Run(step);
            return;
        }

        var sum = step.Allocate(0, first.Shape);
        for (var i = 1; i < step.InputCount; i++)
        {
            if (!step.Input(i).Shape.Equals(first.Shape))
                throw ShapeContext.Error($"Inputs to operation AddN must have the same size and shape.  Input 0: {first.Shape} != input {i}: {step.Input(i).Shape}");
            Kernels.Elementwise.BinaryNumber<AddOperator>(i == 1 ? first : sum, step.Input(i), sum);
        }
    }
}
