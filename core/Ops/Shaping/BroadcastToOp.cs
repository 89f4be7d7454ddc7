using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>A tensor stretched to a shape.</summary>
public static class BroadcastToOp
{
    [Op("broadcast_to")]
    public static OpDef BroadcastTo { get; } = new()
    {
        Name = "BroadcastTo",
        Summary = "The input stretched to a shape: dims align at the right, missing ones and those of size 1 repeat.",
        Inputs = ["input: T", "shape: Tidx"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tidx: {int32, int64} = DT_INT32"],
        Example = "broadcast_to(x, [2, 3])",
        Shape = context =>
        {
            context.WithRank(1, 1);
            context.Output(0, Infer(context.Input(0), context.ConstantShape(1)));
        },
        Kernel = _ => step =>
        {
            var (input, shape) = (step.Input(0), step.Input(1).ToShape());
            Require(input.Shape, shape);
            Repeating.BroadcastTo(input, step.Allocate(0, shape));
        },
        Gradient = context => [Sum(context), null],
    };

    private static Shape Infer(Shape input, Shape output)
    {
        if (!input.HasRank || !output.HasRank)
            return output;
        if (input.Rank > output.Rank)
            throw ShapeContext.Error($"Shape must be at most rank {output.Rank} but is rank {input.Rank}");
        for (var i = 1; i <= input.Rank; i++)
        {
            if (input[-i] > 1)
                output = output.With(output.Rank - i, ShapeContext.Merge(input[-i], output[-i]));
        }

        return output;
    }

    private static void Require(Shape input, Shape output)
    {
        var fits = input.Rank <= output.Rank;
        for (var i = 1; fits && i <= input.Rank; i++)
            fits = input[-i] == 1 || input[-i] == output[-i];
        if (!fits)
            throw IntegerTensors.Invalid($"Incompatible shapes: {input} vs. {output}");
    }

    private static Output Sum(GradientContext context)
    {
        var shape = context.Call("Shape", context.Input(0));
        var axes = context.Call("BroadcastGradientArgs", shape, context.Call("Shape", context.Gradient()!.Value));
        return context.Call("Reshape", context.Call("Sum", context.Gradient()!.Value, axes), shape);
    }
}
