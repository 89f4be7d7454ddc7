using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>The shape of a resource variable's value.</summary>
public static class VariableShapeOp
{
    [Op]
    public static OpDef VariableShape { get; } = new()
    {
        Name = "VariableShape",
        Summary = "The shape of the value of the variable behind a handle, as a vector.",
        Inputs = ["input: resource"],
        Outputs = ["output: out_type"],
        Attrs = ["out_type: {int32, int64} = int32"],
        Example = "VariableShape(handle)",
        Shape = context => context.Output(0, Shape.Of(context.VariableBehind(0)?.Attrs.Shape("shape").Rank ?? Shape.Unknown)),
        IsStateful = true,
        Kernel = builder => step =>
        {
            var shape = VariableHandle.Of(step.Input(0)).Read(builder.Node).Shape;
            var output = step.Allocate(0, Shape.Of(shape.Rank));
            for (var i = 0; i < shape.Rank; i++)
            {
                if (output.DType == DType.Int32)
                    output.Writable<int>()[i] = checked((int)shape[i]);
                else
                    output.Writable<long>()[i] = shape[i];
            }
        },
        Gradient = GradientRules.Stop,
    };
}
