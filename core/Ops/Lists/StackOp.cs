using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>
/// The stacks of TensorFlow 1, on which the loop that a gradient goes through keeps its values for the loop that goes back. A stack lives
/// as long as the run.
/// </summary>
public static class StackOp
{
    [Op]
    public static OpDef StackV2 { get; } = new()
    {
        Name = "StackV2",
        Summary = "A new stack of tensors of one dtype, which lives as long as the run; at most max_size of them unless it is negative.",
        Inputs = ["max_size: int32"],
        Outputs = ["handle: resource"],
        Attrs = ["elem_type: type", "stack_name: string = ''"],
        Example = "StackV2(-1, elem_type=float32)",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("elem_type");
            var name = builder.Attrs.Text("stack_name") is { Length: > 0 } given ? given : builder.StateName;
            return step =>
            {
                var handle = Tensor.Allocate(DType.Resource, Shape.Scalar);
                handle.Writable<object>()[0] = new TensorStack(name, dtype, step.Integer(0, "max_size"));
                step.Forward(0, handle);
            };
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef StackPushV2 { get; } = new()
    {
        Name = "StackPushV2",
        Summary = "Puts a tensor on a stack; the output is the tensor. Pushes and pops happen in the order of the run's other writes.",
        Inputs = ["handle: resource", "elem: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "swap_memory: bool = false"],
        Example = "StackPushV2(stack, [1.0, 2.0])",
        Shape = context => context.Output(0, context.Input(1)),
        IsStateful = true,
        IsWriter = true,
        ForwardsInputs = true,
        KeepsInputs = true,
        Kernel = _ => step =>
        {
            Stack(step).Push(step.Input(1));
            step.Forward(0, step.Input(1));
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef StackPopV2 { get; } = new()
    {
        Name = "StackPopV2",
        Summary = "Takes the last tensor off a stack.",
        Inputs = ["handle: resource"],
        Outputs = ["elem: elem_type"],
        Attrs = ["elem_type: type"],
        Example = "StackPopV2(stack, elem_type=float32)",
        Shape = ShapeRules.Unknown,
        IsStateful = true,
        IsWriter = true,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("elem_type");
            return step => step.Forward(0, Stack(step).Pop(dtype));
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef StackCloseV2 { get; } = new()
    {
        Name = "StackCloseV2",
        Summary = "Forgets the tensors of a stack, which cannot be used any more.",
        Inputs = ["handle: resource"],
        Example = "StackCloseV2(StackV2(-1, elem_type=float32))",
        Shape = ShapeRules.Unknown,
        IsStateful = true,
        IsWriter = true,
        Kernel = _ => step => Stack(step).Close(),
        Gradient = GradientRules.Stop,
    };

    private static TensorStack Stack(Step step) =>
        step.Input(0) is { ElementCount: 1 } handle && handle.Value<object>() is TensorStack stack
            ? stack
            : throw IntegerTensors.Invalid("the resource is not a Stack");
}
