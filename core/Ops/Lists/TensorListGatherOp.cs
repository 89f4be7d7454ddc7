using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>Several elements of a list at once.</summary>
public static class TensorListGatherOp
{
    [Op]
    public static OpDef TensorListGather { get; } = new()
    {
        Name = "TensorListGather",
        Summary = "The elements at the given indices along a new first dim; zeros for those that were never set.",
        Inputs = ["input_handle: variant", "indices: int32", "element_shape: int32"],
        Outputs = ["values: element_dtype"],
        Attrs = ["element_dtype: type"],
        Example = "TensorListGather(list, [1], [2], element_dtype=float32)",
        Shape = context => context.Output(0, context.WithRank(1, 1).Then(context.ElementShape(2))),
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step => Gather(step, step.List(dtype));
        },
        Gradient = ListGradients.Gather,
    };

    [Op]
    public static OpDef TensorListScatter { get; } = new()
    {
        Name = "TensorListScatter",
        Summary = "A list as long as the largest index needs, with the parts of a tensor along its first dim at the given indices.",
        Inputs = ["tensor: element_dtype", "indices: int32", "element_shape: shape_type"],
        Outputs = ["output_handle: variant"],
        Attrs = ["element_dtype: type", "shape_type: {int32, int64}"],
        Example = "TensorListScatter([[1.0, 2.0], [3.0, 4.0]], [1, 0], [2])",
        Shape = ShapeRules.Scalar,
        Kernel = _ => step => step.Give(Scatter(step, step.ElementShape(2), -1)),
        Gradient = ListGradients.Scatter,
    };

    [Op]
    public static OpDef TensorListScatterV2 { get; } = new()
    {
        Name = "TensorListScatterV2",
        Summary = "A list of 'num_elements' elements, or as long as the largest index needs when that is -1, with the parts of a tensor "
            + "along its first dim at the given indices.",
        Inputs = ["tensor: element_dtype", "indices: int32", "element_shape: shape_type", "num_elements: int32"],
        Outputs = ["output_handle: variant"],
        Attrs = ["element_dtype: type", "shape_type: {int32, int64}"],
        Example = "TensorListScatterV2([[1.0, 2.0], [3.0, 4.0]], [1, 0], [2], 3)",
        Shape = ShapeRules.Scalar,
        Kernel = _ => step =>
        {
            var count = step.Integer(3, "num_elements");
            if (count < -1)
                throw IntegerTensors.Invalid($"TensorListScatter expects num_elements >= -1, found: {count}");
            step.Give(Scatter(step, step.ElementShape(2), count));
        },
        Gradient = ListGradients.Scatter,
    };

    [Op]
    public static OpDef TensorListScatterIntoExistingList { get; } = new()
    {
        Name = "TensorListScatterIntoExistingList",
        Summary = "The list with the parts of a tensor along its first dim at the given indices; it grows as far as they need.",
        Inputs = ["input_handle: variant", "tensor: element_dtype", "indices: int32"],
        Outputs = ["output_handle: variant"],
        Attrs = ["element_dtype: type"],
        Example = "TensorListScatterIntoExistingList(list, [[5.0, 6.0]], [1])",
        Shape = ShapeRules.Scalar,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step => step.Give(ScatterInto(step.List(dtype), step.Input(1), step.Input(2).Values<int>()));
        },
        Gradient = ListGradients.ScatterInto,
    };

    private static void Gather(Step step, TensorList list)
    {
        var indices = step.Input(1);
        foreach (var index in indices.Values<int>())
        {
            if ((uint)index >= (uint)list.Count)
                throw IntegerTensors.Invalid($"Trying to gather element {index} in a list with {list.Count} elements.");
        }

        var shape = ListArguments.Known(list, ListArguments.Merge(step.ElementShape(2), list.ElementShape));
        if (!shape.IsFullyDefined)
            throw IntegerTensors.Invalid($"Tried to gather uninitialized tensors with non-fully-defined element_shape: {shape}");
        ListArguments.Join(step, list, (int)indices.ElementCount, shape, i => indices.Values<int>()[i]);
    }

    private static TensorList Scatter(Step step, Shape elementShape, long count)
    {
        var tensor = step.Input(0);
        var indices = step.Input(1).Values<int>();
        if (tensor.Rank > 0 && !elementShape.Accepts(tensor.Shape.From(1)))
            throw TensorListStackOp.Mismatch(elementShape, tensor.Shape);
        foreach (var index in indices)
        {
            if (count >= 0 && index >= count)
                throw IntegerTensors.Invalid($"TensorListScatter: Trying to scatter at index {index} in list with size {count}");
        }

        return ScatterInto(TensorList.Of(new Tensor?[Math.Max(count, 0)], tensor.DType, elementShape), tensor, indices);
    }

    private static TensorList ScatterInto(TensorList list, Tensor tensor, ReadOnlySpan<int> indices)
    {
        var parts = TensorListStackOp.Parts(tensor);
        if (parts.Length != indices.Length)
            throw Unequal(indices.Length, parts.Length);
        var count = list.Count;
        foreach (var index in indices)
            count = Math.Max(count, index >= 0 ? checked(index + 1) : throw Negative());
        list = count > list.Count ? list.Resize(count) : list;
        for (var i = 0; i < parts.Length; i++)
            list = list.With(indices[i], parts[i]);
        return list;
    }

    private static GraphRunException Negative() => IntegerTensors.Invalid("Indices in TensorListScatter must all be non-negative.");

    private static GraphRunException Unequal(int indices, int parts) =>
        IntegerTensors.Invalid($"Invalid number of rows in input tensor. Expected: {indices} Actual: {parts}");
}
