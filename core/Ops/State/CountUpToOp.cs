using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>Counting variables.</summary>
public static class CountUpToOp
{
    private const string Summary = "Adds 1 to a scalar variable and gives the value before it; from limit on it is an error, so that a "
        + "loop of runs ends.";

    private static readonly string[] attrs = ["limit: int", "T: {int32, int64}"];

    [Op("count_up_to")]
    public static OpDef CountUpTo { get; } = new()
    {
        Name = "CountUpTo",
        Summary = Summary,
        Inputs = ["ref: Ref(T)"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Example = "count_up_to(v, limit=50)",
        Shape = context => context.Output(0, context.WithRank(0, 0)),
        IsStateful = true,
        IsWriter = true,
        Kernel = builder =>
        {
            var (variable, limit) = (builder.Variable(0), builder.Attrs.Int("limit"));
            var read = new VariableRead(variable, Graph.VariableBehind(builder.Node.Inputs[0])!, builder.Node);
            return step => Count(step, variable, read.Value(), limit);
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef ResourceCountUpTo { get; } = new()
    {
        Name = "ResourceCountUpTo",
        Summary = Summary,
        Inputs = ["resource: resource"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Example = "ResourceCountUpTo(counter, limit=50, T=int32)",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        IsWriter = true,
        Kernel = builder =>
        {
            var (limit, dtype) = (builder.Attrs.Int("limit"), builder.Attrs.DType("T"));
            return step =>
            {
                var handle = VariableHandle.Of(step.Input(0));
                if (handle.DType != dtype)
                    throw IntegerTensors.Invalid(
                        $"Trying to count up to with wrong dtype. Expected {handle.DType.Name()} got {dtype.Name()}");
                Count(step, handle.Variable, handle.Read(builder.Node), limit);
            };
        },
        Gradient = GradientRules.Stop,
    };

    private static void Count(Step step, Variable variable, Tensor value, long limit)
    {
        if (value.Rank != 0)
            throw IntegerTensors.Invalid($"input is not a scalar: {value.Shape}");
        if (value.Integer(0) >= limit)
            throw new GraphRunException(ErrorCode.InvalidArgument, $"Reached limit of {limit}");
        step.Allocate(0, Shape.Scalar).Write([value.Integer(0)]);
        var next = Tensor.Allocate(value.DType, Shape.Scalar);
        next.Write([value.Integer(0) + 1]);
        variable.Assign(next);
    }
}
