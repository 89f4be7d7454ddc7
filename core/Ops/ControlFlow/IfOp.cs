using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;

namespace GraphRun.Ops.ControlFlow;

/// <summary>One of two functions, whichever the condition says.</summary>
public static class IfOp
{
    [Op]
    public static OpDef If { get; } = Declare("If");

    /// <summary>If under the name that TensorFlow gives it when neither branch has a state. The functions decide, not the name.</summary>
    [Op]
    public static OpDef StatelessIf { get; } = Declare("StatelessIf");

    private static OpDef Declare(string name) => new()
    {
        Name = name,
        Summary = "The results of 'then_branch' when the condition is true, else those of 'else_branch'; only that branch runs. A scalar number "
            + "is true when it is not zero, a scalar string when it is not empty, any other tensor when it has elements.",
        Inputs = ["cond: Tcond", "input: Tin"],
        Outputs = ["output: Tout"],
        Attrs =
        [
            "Tcond: type", "Tin: list(type) >= 0", "Tout: list(type) >= 0", "then_branch: func", "else_branch: func",
            "output_shapes: list(shape) = []",
        ],
        Example = $"{name}(true, [x], then_branch=f, else_branch=f)",
        Shape = context =>
        {
            var results = context.Attrs.DTypes("Tout");
            var then = CallShapes.Results(context, 0, 1, results);
            var otherwise = CallShapes.Results(context, 1, 1, results);
            CallShapes.Declare(context, [.. then.Zip(otherwise, (left, right) => left.Covering(right))]);
        },
        IsStateful = name == "If",
        ForwardsInputs = true,
        Kernel = Choose,
        Gradient = context => CallGradients.Of(context, 1, "then_branch", "else_branch"),
    };

    private static Kernel Choose(KernelBuilder builder)
    {
        var arguments = builder.Node.Inputs.Skip(1).Select(input => input.Shape).ToArray();
        var then = builder.Function(0, arguments);
        var otherwise = builder.Function(1, arguments);
        return step => (Condition.Holds(step.Input(0)) ? then : otherwise).Run(step, 1);
    }
}
