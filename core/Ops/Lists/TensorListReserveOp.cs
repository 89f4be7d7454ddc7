using GraphRun.Gradients;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>New lists.</summary>
public static class TensorListReserveOp
{
    [Op]
    public static OpDef EmptyTensorList { get; } = new()
    {
        Name = "EmptyTensorList",
        Summary = "A list without elements, which may grow to 'max_num_elements', or without limit when that is -1.",
        Inputs = ["element_shape: shape_type", "max_num_elements: int32"],
        Outputs = ["handle: variant"],
        Attrs = ["element_dtype: type", "shape_type: {int32, int64}"],
        Example = "EmptyTensorList([2], -1, element_dtype=float32)",
        Shape = ShapeRules.Scalar,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step => step.Give(TensorList.Of([], dtype, step.ElementShape(0), step.Integer(1, "max_num_elements")));
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef TensorListReserve { get; } = new()
    {
        Name = "TensorListReserve",
        Summary = "A list of 'num_elements' elements that are not set. Reading one gives zeros when the element shape is known.",
        Inputs = ["element_shape: shape_type", "num_elements: int32"],
        Outputs = ["handle: variant"],
        Attrs = ["element_dtype: type", "shape_type: {int32, int64}"],
        Example = "TensorListReserve([2], 3, element_dtype=float32)",
        Shape = ShapeRules.Scalar,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step =>
            {
                var count = step.Integer(1, "num_elements");
                if (count < 0)
                    throw IntegerTensors.Invalid($"The num_elements to reserve must be a non negative number, but got {count}");
                step.Give(TensorList.Of(new Tensor?[count], dtype, step.ElementShape(0)));
            };
        },
        Gradient = GradientRules.Stop,
    };
}
