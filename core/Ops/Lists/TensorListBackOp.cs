using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>The end of a list, for lists used as stacks.</summary>
public static class TensorListBackOp
{
    [Op]
    public static OpDef TensorListPushBack { get; } = new()
    {
        Name = "TensorListPushBack",
        Summary = "The list with one more element at its end.",
        Inputs = ["input_handle: variant", "tensor: element_dtype"],
        Outputs = ["output_handle: variant"],
        Attrs = ["element_dtype: type"],
        Example = "TensorListPushBack(list, [5.0, 6.0])",
        Shape = ShapeRules.Scalar,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step => step.Give(Push(step.List(dtype), step.Input(1)));
        },
        Gradient = ListGradients.PushBack,
    };

    [Op]
    public static OpDef TensorListPopBack { get; } = new()
    {
        Name = "TensorListPopBack",
        Summary = "The list without its last element, and that element.",
        Inputs = ["input_handle: variant", "element_shape: int32"],
        Outputs = ["output_handle: variant", "tensor: element_dtype"],
        Attrs = ["element_dtype: type"],
        Example = "TensorListPopBack(list, [2], element_dtype=float32)",
        Shape = context =>
        {
            context.Output(0, Shape.Scalar);
            context.Output(1, context.ElementShape(1));
        },
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step =>
            {
                var list = step.List(dtype);
                if (list.Count == 0)
                    throw IntegerTensors.Invalid("Trying to pop from an empty list.");
                step.Forward(1, list[list.Count - 1] ?? ListArguments.Missing(list, step.ElementShape(1)));
                step.Give(list.RemoveLast());
            };
        },
        Gradient = ListGradients.PopBack,
    };

    private static TensorList Push(TensorList list, Tensor tensor)
    {
        if (!list.ElementShape.Accepts(tensor.Shape))
        {
            throw IntegerTensors.Invalid(
                "Tried to append a tensor with incompatible shape to a list. "
                + $"Op element shape: {tensor.Shape} list shape: {list.ElementShape}");
        }

        if (list.Limit >= 0 && list.Count >= list.Limit)
            throw IntegerTensors.Invalid($"Tried to push item into a full list list size: {list.Count} max_num_elements: {list.Limit}");
        return list.Append(tensor);
    }
}
