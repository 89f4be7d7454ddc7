using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>Gives a reference variable a new value.</summary>
public static class AssignOp
{
    [Op("assign")]
    public static OpDef Assign { get; } = new()
    {
        Name = "Assign",
        Summary = "Writes a value to a variable. The output is the value right after this write, whatever is written later.",
        Inputs = ["ref: Ref(T)", "value: T"],
        Outputs = ["output_ref: Ref(T)"],
        Attrs = ["T: type", "validate_shape: bool = true", "use_locking: bool = true"],
        Example = "assign(v, 13)",
        Shape = context => context.Output(0, context.Attrs.Bool("validate_shape") ? Merge(context.Input(0), context.Input(1)) : context.Input(1)),
        IsStateful = true,
        IsWriter = true,
        KeepsInputs = true,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var variable = builder.Variable(0);
            var declared = builder.Attrs.Bool("validate_shape") ? builder.Node.Inputs[0].Shape : Shape.UnknownRank;
            return step => step.Forward(0, Write(variable, declared, step.Input(1)));
        },
        Gradient = GradientRules.Stop,
    };

    private static Tensor Write(Variable variable, Shape declared, Tensor value)
    {
        if (!declared.Accepts(value.Shape))
            throw Mismatch(declared, value.Shape);
        variable.Assign(value);
        return value;
    }

    private static Shape Merge(Shape declared, Shape value) =>
        declared.Accepts(value) ? ShapeContext.Merge(declared, value) : throw Mismatch(declared, value);

    private static GraphRunException Mismatch(Shape declared, Shape value) =>
        new(ErrorCode.ShapeMismatch, $"Assign requires shapes of both tensors to match. lhs shape= {declared} rhs shape= {value}");
}
