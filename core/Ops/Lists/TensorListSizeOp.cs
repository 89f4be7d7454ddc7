using GraphRun.Gradients;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>How long a list is, and how large its elements.</summary>
public static class TensorListSizeOp
{
    [Op]
    public static OpDef TensorListLength { get; } = new()
    {
        Name = "TensorListLength",
        Summary = "The number of elements of a list, those that were never set included.",
        Inputs = ["input_handle: variant"],
        Outputs = ["length: int32"],
        Example = "TensorListLength(list)",
        Shape = ShapeRules.Scalar,
        Kernel = _ => step => step.Allocate(0, Shape.Scalar).Writable<int>()[0] = step.AnyList().Count,
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef TensorListElementShape { get; } = new()
    {
        Name = "TensorListElementShape",
        Summary = "What a list knows of the shape of its elements: a vector of sizes, -1 for unknown; the scalar -1 for an unknown rank.",
        Inputs = ["input_handle: variant"],
        Outputs = ["element_shape: shape_type"],
        Attrs = ["shape_type: {int32, int64}"],
        Example = "TensorListElementShape(list, shape_type=int32)",
        Shape = ShapeRules.Unknown,
        Kernel = _ => step =>
        {
            var shape = step.AnyList().ElementShape;
            step.Allocate(0, shape.HasRank ? Shape.Of(shape.Rank) : Shape.Scalar).Write(shape.HasRank ? shape.Dims : [-1]);
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef TensorListResize { get; } = new()
    {
        Name = "TensorListResize",
        Summary = "The first 'size' elements of a list; where there are fewer, elements that are not set follow.",
        Inputs = ["input_handle: variant", "size: int32"],
        Outputs = ["output_handle: variant"],
        Example = "TensorListResize(list, 3)",
        Shape = ShapeRules.Scalar,
        ForwardsInputs = true,
        Kernel = _ => step =>
        {
            var size = step.Integer(1, "size");
            if (size < 0)
                throw IntegerTensors.Invalid($"TensorListSlice expects size to be non-negative. Got: {size}");
            step.Give(step.AnyList().Resize(checked((int)size)));
        },
        Gradient = ListGradients.Resize,
    };
}
