using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using TensorShape = GraphRun.Tensors.Shape;

namespace GraphRun.Ops.Shaping;

/// <summary>The dims of tensors as tensors.</summary>
public static class ShapeOp
{
    [Op("shape")]
    public static OpDef Shape { get; } = new()
    {
        Name = "Shape",
        Summary = "The sizes of the input's dims, as a vector.",
        Inputs = ["input: T"],
        Outputs = ["output: out_type"],
        Attrs = ["T: type", "out_type: {int32, int64} = DT_INT32"],
        Parameters = ["input: input", "out_type: out_type = int32"],
        Example = "shape(x)",
        Shape = Vectors,
        KnownElements = context => Sizes(context.Input(0)),
        Kernel = _ => step => Write(step, 0),
        Gradient = GradientRules.Stop,
    };

    [Op("shape_n")]
    public static OpDef ShapeN { get; } = new()
    {
        Name = "ShapeN",
        Summary = "The sizes of the dims of each input, as vectors.",
        Inputs = ["input: N * T"],
        Outputs = ["output: N * out_type"],
        Attrs = ["N: int >= 1", "T: type", "out_type: {int32, int64} = DT_INT32"],
        Parameters = ["input: input", "out_type: out_type = int32"],
        Example = "shape_n([x, y])",
        Shape = Vectors,
        Kernel = _ => step =>
        {
            for (var i = 0; i < step.InputCount; i++)
                Write(step, i);
        },
        Gradient = GradientRules.Stop,
    };

    /// <summary>What is known of a shape's dims, for rules of known elements; null when not even the rank is.</summary>
    internal static PartialElement[]? Sizes(TensorShape shape)
    {
        if (!shape.HasRank)
            return null;
        var elements = new PartialElement[shape.Rank];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = shape[i] == TensorShape.Unknown ? new PartialElement(null, shape.NameOf(i)) : new PartialElement(shape[i]);
        return elements;
    }

    private static void Vectors(ShapeContext context)
    {
        for (var i = 0; i < context.OutputCount; i++)
            context.Output(i, TensorShape.Of(context.Input(i).Rank));
    }

    private static void Write(Step step, int index)
    {
        var shape = step.Input(index).Shape;
        step.Allocate(index, TensorShape.Of(shape.Rank)).Write(shape.Dims);
    }
}
