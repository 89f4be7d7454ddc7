using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.ControlFlow;

/// <summary>One of several functions, chosen by number.</summary>
public static class CaseOp
{
    [Op]
    public static OpDef Case { get; } = Declare("Case");

    /// <summary>Case under the name that TensorFlow gives it when no branch has a state. The functions decide, not the name.</summary>
    [Op]
    public static OpDef StatelessCase { get; } = Declare("StatelessCase");

    private static OpDef Declare(string name) => new()
    {
        Name = name,
        Summary = "The results of the function of this number in 'branches', counted from 0; of the last one when the number is out of range. "
            + "Only that branch runs.",
        Inputs = ["branch_index: int32", "input: Tin"],
        Outputs = ["output: Tout"],
        Attrs = ["Tin: list(type) >= 0", "Tout: list(type) >= 0", "branches: list(func) >= 1", "output_shapes: list(shape) = []"],
        Example = $"{name}(1, [x], branches=[f, f])",
        Shape = context =>
        {
            if (context.Input(0) is { HasRank: true, Rank: not 0 } shape)
                throw ShapeContext.Error($"branch_index must be scalar, got shape {shape}");
            var results = context.Attrs.DTypes("Tout");
            var shapes = CallShapes.Results(context, 0, 1, results);
            for (var branch = 1; branch < context.Functions.Count; branch++)
                shapes = [.. shapes.Zip(CallShapes.Results(context, branch, 1, results), (left, right) => left.Covering(right))];
            CallShapes.Declare(context, shapes);
        },
        IsStateful = name == "Case",
        ForwardsInputs = true,
        Kernel = Choose,
        Gradient = context => CallGradients.Of(context, 1, "branches"),
    };

    private static Kernel Choose(KernelBuilder builder)
    {
        var arguments = builder.Node.Inputs.Skip(1).Select(input => input.Shape).ToArray();
        var branches = Enumerable.Range(0, builder.Node.Functions.Count).Select(branch => builder.Function(branch, arguments)).ToArray();
        return step =>
        {
            var index = Index(step.Input(0));
            branches[(uint)index < (uint)branches.Length ? index : ^1].Run(step, 1);
        };
    }

    private static int Index(Tensor value) => value.Shape.IsScalar
        ? value.Value<int>()
        : throw new Errors.GraphRunException(Errors.ErrorCode.InvalidArgument, $"branch_index must be scalar, got shape {value.Shape}");
}
