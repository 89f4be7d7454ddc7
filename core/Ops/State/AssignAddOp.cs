using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.State;

/// <summary>Adds to a variable, or subtracts from it: reads, computes and writes in one place of the order, so no update is lost.</summary>
public static class AssignAddOp
{
    [Op("assign_add")]
    public static OpDef AssignAdd { get; } = Reference("AssignAdd", "Adds a value to a variable", "assign_add(v, 1)", BinaryNumber<AddOperator>);

    [Op("assign_sub")]
    public static OpDef AssignSub { get; } = Reference("AssignSub", "Subtracts a value from a variable", "assign_sub(v, 1)", BinaryNumber<SubtractOperator>);

    [Op("assign_add_variable")]
    public static OpDef AssignAddVariableOp { get; } = Resource("AssignAddVariableOp", "Adds a value to the variable behind a handle", BinaryNumber<AddOperator>);

    [Op("assign_sub_variable")]
    public static OpDef AssignSubVariableOp { get; } = Resource("AssignSubVariableOp", "Subtracts a value from the variable behind a handle", BinaryNumber<SubtractOperator>);

    private static OpDef Reference(string name, string summary, string example, Action<Tensor, Tensor, Tensor> update) => new()
    {
        Name = name,
        Summary = $"{summary}; shapes must be equal, nothing is broadcast. The output is the value right after this write.",
        Inputs = ["ref: Ref(T)", "value: T"],
        Outputs = ["output_ref: Ref(T)"],
        Attrs = ["T: numbertype", "use_locking: bool = false"],
        Example = example,
        Shape = context =>
        {
            RequireEqual(context.Input(0), context.Input(1));
            context.Output(0, ShapeContext.Merge(context.Input(0), context.Input(1)));
        },
        IsStateful = true,
        IsWriter = true,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var variable = builder.Variable(0);
            var read = new VariableRead(variable, Graph.VariableBehind(builder.Node.Inputs[0])!, builder.Node);
            return step => step.Forward(0, Update(variable, read.Value(), step.Input(1), update));
        },
        Gradient = GradientRules.Stop,
    };

    private static OpDef Resource(string name, string summary, Action<Tensor, Tensor, Tensor> update) => new()
    {
        Name = name,
        Summary = $"{summary}; shapes must be equal, nothing is broadcast.",
        Inputs = ["resource: resource", "value: dtype"],
        Example = $"{name}(handle, [1.0, 2.0, 3.0])",
        Attrs = ["dtype: type"],
        Shape = context =>
        {
            if (context.VariableBehind(0) is not { } variable)
                return;
            ReadVariableOpOp.RequireDType(context, variable, "update variable", context.InputDType(1));
            RequireEqual(variable.Attrs.Shape("shape"), context.Input(1));
        },
        IsStateful = true,
        IsWriter = true,
        Kernel = builder => step =>
        {
            var handle = VariableHandle.Of(step.Input(0));
            Update(handle.Variable, handle.Read(builder.Node), step.Input(1), update);
        },
    };

    private static Tensor Update(Variable variable, Tensor value, Tensor change, Action<Tensor, Tensor, Tensor> update)
    {
        RequireEqual(value.Shape, change.Shape);
        var next = Tensor.Allocate(value.DType, value.Shape);
        update(value, change, next);
        variable.Assign(next);
        return next;
    }

    private static void RequireEqual(Shape variable, Shape change)
    {
        if (!variable.Accepts(change))
        {
            throw new GraphRunException(
                ErrorCode.ShapeMismatch,
                $"Cannot update variable with shape {variable} using a Tensor with shape {change}, shapes must be equal.",
                help: $"stretch the value first: broadcast_to(value, {variable})");
        }
    }
}
