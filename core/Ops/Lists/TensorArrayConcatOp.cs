using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>Arrays of tensors of different lengths as one tensor, and apart again.</summary>
public static class TensorArrayConcatOp
{
    [Op]
    public static OpDef TensorArrayConcatV3 { get; } = new()
    {
        Name = "TensorArrayConcatV3",
        Summary = "All elements one after the other along their first dim, and how long each one was.",
        Inputs = ["handle: resource", "flow_in: float"],
        Outputs = ["value: dtype", "lengths: int64"],
        Attrs = ["dtype: type", "element_shape_except0: shape = ?"],
        Example = "TensorArrayConcatV3(array, filled, dtype=float32)",
        Shape = context =>
        {
            context.Output(0, Shape.Of(Shape.Unknown).Then(context.Attrs.Shape("element_shape_except0")));
            context.Output(1, Shape.Of(Shape.Unknown));
        },
        IsStateful = true,
        Kernel = builder =>
        {
            var (dtype, row) = (builder.Attrs.DType("dtype"), builder.Attrs.Shape("element_shape_except0"));
            return step => Concatenate(step, step.Array(dtype), row);
        },
        Gradient = TensorArrayGradients.Concat,
    };

    [Op]
    public static OpDef TensorArraySplitV3 { get; } = new()
    {
        Name = "TensorArraySplitV3",
        Summary = "Writes the parts of a tensor along its first dim, each as long as 'lengths' says, to the indices from 0.",
        Inputs = ["handle: resource", "value: T", "lengths: int64", "flow_in: float"],
        Outputs = ["flow_out: float"],
        Attrs = ["T: type"],
        Example = "TensorArraySplitV3(array, [1.0, 2.0, 3.0], [1, 2], array:flow)",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = _ => step =>
        {
            Split(step.Array(), step.Input(1), step.Input(2));
            step.GiveFlow();
        },
        Gradient = TensorArrayGradients.Split,
    };

    private static void Concatenate(Step step, TensorArray array, Shape row)
    {
        var elements = new Tensor[array.Count];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = array.Read(i);
            if (elements[i].Rank == 0)
            {
                throw IntegerTensors.Invalid(
                    $"Concat saw a scalar shape at index {i} but requires at least vectors. Did you mean to call pack?");
            }

            if (!row.Accepts(elements[i].Shape.From(1)))
            {
                throw IntegerTensors.Invalid(
                    $"TensorArray has inconsistent shapes. Index 0 has (excepting dimension 0) shape: {row} "
                    + $"but index {i} has (excepting dimension 0) shape: {elements[i].Shape.From(1)}");
            }

            row = elements[i].Shape.From(1);
        }

        if (!row.IsFullyDefined)
        {
            throw IntegerTensors.Invalid(
                $"TensorArray has size zero, but element_shape_except0 {row} is not fully defined. "
                + "Currently only static shapes are supported when concatenating zero-size TensorArrays.");
        }

        TensorListConcatOp.Concatenate(step, elements, row);
    }

    private static void Split(TensorArray array, Tensor value, Tensor lengths)
    {
        if (lengths.Rank != 1)
            throw IntegerTensors.Invalid($"Expected lengths to be a vector, received shape: {lengths.Shape}");
        if (value.Rank == 0)
            throw IntegerTensors.Invalid($"Expected value to be at least a vector, but received shape: {value.Shape}");
        var sum = lengths.Integers().Sum();
        if (sum != value.Shape[0])
        {
            throw IntegerTensors.Invalid(
                $"Expected sum of lengths to be equal to values.shape[0], but sum of lengths is {sum} and value's shape is: {value.Shape}");
        }

        var parts = TensorListConcatOp.Split(value, lengths);
        array.RequireCount(parts.Length);
        for (var i = 0; i < parts.Length; i++)
            array.Write(i, parts[i]);
    }
}
