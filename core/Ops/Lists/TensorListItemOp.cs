using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>Single elements of a list.</summary>
public static class TensorListItemOp
{
    [Op]
    public static OpDef TensorListGetItem { get; } = new()
    {
        Name = "TensorListGetItem",
        Summary = "The element at an index; zeros when it was never set and its shape is known.",
        Inputs = ["input_handle: variant", "index: int32", "element_shape: int32"],
        Outputs = ["item: element_dtype"],
        Attrs = ["element_dtype: type"],
        Example = "TensorListGetItem(list, 1, [2], element_dtype=float32)",
        Shape = context => context.Output(0, context.ElementShape(2)),
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step =>
            {
                var list = step.List(dtype);
                var index = step.Index(1);
                if ((uint)index >= (uint)list.Count)
                    throw IntegerTensors.Invalid($"Trying to access element {index} in a list with {list.Count} elements.");
                step.Forward(0, list[index] ?? ListArguments.Missing(list, step.ElementShape(2)));
            };
        },
        Gradient = ListGradients.GetItem,
    };

    [Op]
    public static OpDef TensorListSetItem { get; } = new()
    {
        Name = "TensorListSetItem",
        Summary = "The list with another element at an index; with 'resize_if_index_out_of_bounds' it grows as far as the index needs.",
        Inputs = ["input_handle: variant", "index: int32", "item: element_dtype"],
        Outputs = ["output_handle: variant"],
        Attrs = ["element_dtype: type", "resize_if_index_out_of_bounds: bool = false"],
        Example = "TensorListSetItem(list, 1, [5.0, 6.0])",
        Shape = ShapeRules.Scalar,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            var resizes = builder.Attrs.Bool("resize_if_index_out_of_bounds");
            return step => step.Give(Set(step.List(dtype), step.Index(1), step.Input(2), resizes));
        },
        Gradient = ListGradients.SetItem,
    };

    private static TensorList Set(TensorList list, int index, Tensor item, bool resizes)
    {
        if (index < 0 || (index >= list.Count && !resizes))
            throw IntegerTensors.Invalid($"Trying to modify element {index} in a list with {list.Count} elements.");
        if (!list.ElementShape.Accepts(item.Shape))
        {
            throw IntegerTensors.Invalid(
                "Tried to set a tensor with incompatible shape at a list index. "
                + $"Item element shape: {item.Shape} list shape: {list.ElementShape}");
        }

        return (index < list.Count ? list : list.Resize(index + 1)).With(index, item);
    }
}
