using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>Single elements of an array.</summary>
public static class TensorArrayReadOp
{
    [Op]
    public static OpDef TensorArrayReadV3 { get; } = new()
    {
        Name = "TensorArrayReadV3",
        Summary = "The element at an index; zeros when it was never written and its shape is known.",
        Inputs = ["handle: resource", "index: int32", "flow_in: float"],
        Outputs = ["value: dtype"],
        Attrs = ["dtype: type"],
        Example = "TensorArrayReadV3(array, 0, filled, dtype=float32)",
        Shape = ShapeRules.Unknown,
        IsStateful = true,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("dtype");
            return step => step.Forward(0, step.Array(dtype).Read(step.Integer(1, "index")));
        },
        Gradient = TensorArrayGradients.Read,
    };

    [Op]
    public static OpDef TensorArrayWriteV3 { get; } = new()
    {
        Name = "TensorArrayWriteV3",
        Summary = "Writes the element at an index, which must not have been written before.",
        Inputs = ["handle: resource", "index: int32", "value: T", "flow_in: float"],
        Outputs = ["flow_out: float"],
        Attrs = ["T: type"],
        Example = "TensorArrayWriteV3(array, 0, [1.0], array:flow)",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        KeepsInputs = true,
        Kernel = _ => step =>
        {
            step.Array().Write(step.Integer(1, "index"), step.Input(2));
            step.GiveFlow();
        },
        Gradient = TensorArrayGradients.Write,
    };
}
