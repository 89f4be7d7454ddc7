using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops.Lists;
using GraphRun.Tensors;

namespace GraphRun.Ops.ControlFlow;

/// <summary>A function applied again and again while a condition holds.</summary>
public static class WhileOp
{
    [Op]
    public static OpDef While { get; } = Declare("While");

    /// <summary>While under the name that TensorFlow gives it when neither function has a state. The functions decide, not the name.</summary>
    [Op]
    public static OpDef StatelessWhile { get; } = Declare("StatelessWhile");

    private static OpDef Declare(string name) => new()
    {
        Name = name,
        Summary = "Replaces its values by the results of 'body' as long as 'cond' of them is true, and gives the last ones. Iterations run one "
            + "after the other. A loop that goes round more often than 'iteration_limit' fails; 0 stands for the session's limit, a million "
            + "if nobody changed it. What 'body' returns beyond the values is kept: one list each with what every iteration returned.",
        Inputs = ["input: T"],
        Outputs = ["output: T", "kept: Tlists"],
        Attrs =
        [
            "T: list(type) >= 0", "cond: func", "body: func", "output_shapes: list(shape) = []",
            "parallel_iterations: int = 10", "iteration_limit: int >= 0 = 0", "Tlists: list(type) = []",
        ],
        Example = $"{name}([1], cond=lambda i: i < 3, body=lambda i: i + 1)",
        Shape = context =>
        {
            var (condition, body) = (context.Functions[0], context.Functions[1]);
            CallShapes.RequireSignature(context, condition, 0, [condition.Results is [var only] ? only.DType : DType.Bool]);
            var lists = context.Attrs.DTypes("Tlists").Length;
            var kept = body.Results.TakeLast(lists).Select(result => result.DType);
            CallShapes.RequireSignature(context, body, 0, [.. context.Attrs.DTypes("T"), .. kept]);
            CallShapes.Declare(context, LoopShapes.Of(body, [.. Enumerable.Range(0, context.InputCount).Select(context.Input)]));
            for (var i = context.InputCount; i < context.OutputCount; i++)
                context.Output(i, Shape.Scalar);
        },
        IsStateful = name == "While",
        ForwardsInputs = true,
        Kernel = Loop,
        Gradient = LoopGradient.Of,
    };

    private static Kernel Loop(KernelBuilder builder)
    {
        var plans = new LoopPlans(builder);
        var wanted = builder.Attrs.Int("iteration_limit") is > 0 and var own ? own : builder.Session.IterationLimit;
        var limit = Math.Min(wanted, builder.Session.MostIterations);
        var values = new Tensor[builder.Node.Inputs.Count];
        var results = new Tensor[builder.Node.OutputDTypes.Length];
        var truth = new Tensor[1];
        return step =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = step.Input(i);
            var (condition, body) = plans.For(values);
            var kept = Enumerable.Range(values.Length, results.Length - values.Length).Select(_ => new List<Tensor>()).ToArray();
            for (var iteration = 0L; Holds(condition, values, truth); iteration++)
            {
                builder.Cancellation.ThrowIfCancellationRequested();
                if (iteration == limit)
                    throw TooManyIterations(builder.StateName, limit);
                body.Run(values, results);
                results.AsSpan(0, values.Length).CopyTo(values);
                for (var i = 0; i < kept.Length; i++)
                    kept[i].Add(results[values.Length + i]);
            }

            for (var i = 0; i < values.Length; i++)
                step.Forward(i, body.ReusesResult(i) ? Copy(values[i]) : values[i]);
            for (var i = 0; i < kept.Length; i++)
                step.Give(TensorList.Of([.. kept[i]], builder.Node.Functions[1].Results[values.Length + i].DType, Shape.UnknownRank), values.Length + i);
            Array.Clear(values);
            Array.Clear(results);
        };
    }

    private static Tensor Copy(Tensor value)
    {
        var copy = Tensor.Allocate(value.DType, value.Shape);
        ElementRange.Copy(value, 0, copy, 0, value.ElementCount);
        return copy;
    }

    private static bool Holds(FunctionCall condition, Tensor[] values, Tensor[] truth)
    {
        condition.Run(values, truth);
        return Condition.Holds(truth[0]);
    }

    private static GraphRunException TooManyIterations(string name, long limit) => new(
        ErrorCode.LimitExceeded,
        $"loop '{name}' went round {limit} times without ending",
        help: "if it needs more, write iteration_limit=NUMBER in the loop");
}
