using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>The same bytes as another dtype.</summary>
public static class BitcastOp
{
    [Op("bitcast")]
    public static OpDef Bitcast { get; } = new()
    {
        Name = "Bitcast",
        Summary = "The input's bytes, little-endian, as elements of another dtype; of larger ones the last dim goes away, of smaller "
            + "ones one is added.",
        Inputs = ["input: T"],
        Outputs = ["output: type"],
        Attrs = ["T: numbertype", "type: numbertype"],
        Example = "bitcast(x, int32)",
        Shape = context => context.Output(0, Resize(context.Input(0), context.InputDType(0), context.Attrs.DType("type"))),
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("type");
            return step => step.Forward(0, step.Input(0).Reinterpret(dtype, Resize(step.Input(0).Shape, step.Input(0).DType, dtype)));
        },
        Gradient = GradientRules.Stop,
    };

    private static Shape Resize(Shape shape, DType from, DType to)
    {
        if (!shape.HasRank || from.Size() == to.Size())
            return shape;
        if (from.Size() > to.Size())
            return shape.Then(Shape.Of(from.Size() / to.Size()));
        var ratio = to.Size() / from.Size();
        if (shape.Rank == 0 || (shape[-1] != ratio && shape[-1] != Shape.Unknown))
            throw ShapeContext.Error($"Cannot bitcast from {from.Name()} to {to.Name()}: shape {shape}");
        return shape.Part(0, shape.Rank - 1);
    }
}
