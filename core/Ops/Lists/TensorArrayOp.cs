using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>Arrays of tensors that a run fills, as TensorFlow 1's loops use them.</summary>
public static class TensorArrayOp
{
    [Op]
    public static OpDef TensorArrayV3 { get; } = new()
    {
        Name = "TensorArrayV3",
        Summary = "A new array of 'size' tensors, which lives as long as the run. Each index is written once. The 'flow' numbers order the "
            + "ops that use it.",
        Inputs = ["size: int32"],
        Outputs = ["handle: resource", "flow: float"],
        Attrs =
        [
            "dtype: type", "element_shape: shape = ?", "dynamic_size: bool = false", "clear_after_read: bool = true",
            "identical_element_shapes: bool = false", "tensor_array_name: string = ''",
        ],
        Example = "TensorArrayV3(2, dtype=float32)",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = Create,
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef TensorArrayGradV3 { get; } = new()
    {
        Name = "TensorArrayGradV3",
        Summary = "The array that collects the gradients of another one's elements, one for each 'source'. Writing to an index again adds.",
        Inputs = ["handle: resource", "flow_in: float"],
        Outputs = ["grad_handle: resource", "flow_out: float"],
        Attrs = ["source: string"],
        Example = "TensorArrayGradV3(array, filled, source='gradients')",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = builder =>
        {
            var source = builder.Attrs.Text("source");
            return step =>
            {
                step.Give(step.Array().Gradient(source));
                step.GiveFlow(1);
            };
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef TensorArraySizeV3 { get; } = new()
    {
        Name = "TensorArraySizeV3",
        Summary = "The number of elements of an array.",
        Inputs = ["handle: resource", "flow_in: float"],
        Outputs = ["size: int32"],
        Example = "TensorArraySizeV3(array, array:flow)",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = _ => step => step.Allocate(0, Shape.Scalar).Writable<int>()[0] = step.Array().Count,
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef TensorArrayCloseV3 { get; } = new()
    {
        Name = "TensorArrayCloseV3",
        Summary = "Forgets the elements of an array, which cannot be used any more.",
        Inputs = ["handle: resource"],
        Example = "TensorArrayCloseV3(array)",
        Shape = ShapeRules.Unknown,
        IsStateful = true,
        Kernel = _ => step => step.Array().Close(),
        Gradient = GradientRules.Stop,
    };

    private static Kernel Create(KernelBuilder builder)
    {
        var attrs = builder.Attrs;
        var (dtype, shape) = (attrs.DType("dtype"), attrs.Shape("element_shape"));
        var name = attrs.Text("tensor_array_name") is { Length: > 0 } given ? given : builder.StateName;
        var (isDynamic, clears) = (attrs.Bool("dynamic_size"), attrs.Bool("clear_after_read"));
        var identical = attrs.Bool("identical_element_shapes");
        return step =>
        {
            var size = step.Integer(0, "size");
            if (size < 0)
                throw IntegerTensors.Invalid($"Size should be >= 0, but got {size}");
            step.Give(new TensorArray(name, dtype, size, shape)
            {
                IsDynamic = isDynamic,
                ClearsAfterRead = clears,
                HasIdenticalShapes = identical,
            });
            step.GiveFlow(1);
        };
    }
}
