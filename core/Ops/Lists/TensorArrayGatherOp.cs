using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>Several elements of an array at once.</summary>
public static class TensorArrayGatherOp
{
    [Op]
    public static OpDef TensorArrayGatherV3 { get; } = new()
    {
        Name = "TensorArrayGatherV3",
        Summary = "The elements at the given indices along a new first dim. They have one shape.",
        Inputs = ["handle: resource", "indices: int32", "flow_in: float"],
        Outputs = ["value: dtype"],
        Attrs = ["dtype: type", "element_shape: shape = ?"],
        Example = "TensorArrayGatherV3(array, [1, 0], filled, dtype=float32)",
        Shape = context => context.Output(0, context.WithRank(1, 1).Then(context.Attrs.Shape("element_shape"))),
        IsStateful = true,
        Kernel = builder =>
        {
            var (dtype, shape) = (builder.Attrs.DType("dtype"), builder.Attrs.Shape("element_shape"));
            return step => Gather(step, step.Array(dtype), shape);
        },
        Gradient = TensorArrayGradients.Gather,
    };

    [Op]
    public static OpDef TensorArrayScatterV3 { get; } = new()
    {
        Name = "TensorArrayScatterV3",
        Summary = "Writes the parts of a tensor along its first dim to the given indices.",
        Inputs = ["handle: resource", "indices: int32", "value: T", "flow_in: float"],
        Outputs = ["flow_out: float"],
        Attrs = ["T: type"],
        Example = "TensorArrayScatterV3(array, [0, 1], [[1.0], [2.0]], array:flow)",
        Shape = context =>
        {
            context.WithRank(1, 1);
            context.WithRankAtLeast(2, 1);
            context.Output(0, Shape.Scalar);
        },
        IsStateful = true,
        Kernel = _ => step =>
        {
            Scatter(step.Array(), step.Input(1).Values<int>(), step.Input(2));
            step.GiveFlow();
        },
        Gradient = TensorArrayGradients.Scatter,
    };

    private static void Gather(Step step, TensorArray array, Shape elementShape)
    {
        var indices = step.Input(1).Values<int>();
        var shape = elementShape;
        var elements = new Tensor[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            elements[i] = array.Read(indices[i]);
            if (!shape.Accepts(elements[i].Shape))
                throw IntegerTensors.Invalid(
                    $"TensorArray has inconsistent shapes. Expected {shape}, but index {indices[i]} has shape: {elements[i].Shape}");
            shape = elements[i].Shape;
        }

        shape = shape.IsFullyDefined ? shape : array.ElementShape;
        if (!shape.IsFullyDefined)
        {
            throw IntegerTensors.Invalid(
                $"TensorArray has size zero, but element shape {shape} is not fully defined. "
                + "Currently only static shapes are supported when packing zero-size TensorArrays.");
        }

        var output = step.Allocate(0, Shape.Of(indices.Length).Then(shape));
        for (var i = 0; i < elements.Length; i++)
            ElementRange.Copy(elements[i], 0, output, i * shape.ElementCount, shape.ElementCount);
    }

    private static void Scatter(TensorArray array, ReadOnlySpan<int> indices, Tensor value)
    {
        if (value.Rank == 0)
            throw IntegerTensors.Invalid($"Expected value to be at least a vector, but received shape: {value.Shape}");
        if (indices.Length != value.Shape[0])
            throw IntegerTensors.Invalid($"Expected len(indices) == values.shape[0], but saw: {indices.Length} vs. {value.Shape[0]}");
        var parts = TensorListStackOp.Parts(value);
        for (var i = 0; i < parts.Length; i++)
            array.Write(indices[i], parts[i]);
    }
}
