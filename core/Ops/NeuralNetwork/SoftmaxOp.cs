using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Numbers turned into probabilities, and the logarithms of these.</summary>
public static class SoftmaxOp
{
    [Op("softmax", "nn.softmax")]
    public static OpDef Softmax { get; } = Declare(
        "Softmax",
        "exp(x) / sum(exp(x)) over the last dim, the largest element taken off first so that nothing overflows.",
        "softmax: T",
        RowSoftmax.Softmax,
        context =>
        {
            var (gradient, softmax) = (context.Gradient()!.Value, context.Output());
            var mean = SumOfRows(context, context.Call("Mul", gradient, softmax));
            return [context.Call("Mul", context.Call("Sub", gradient, mean), softmax)];
        });

    [Op("log_softmax", "nn.log_softmax")]
    public static OpDef LogSoftmax { get; } = Declare(
        "LogSoftmax",
        "x - log(sum(exp(x))) over the last dim, the largest element taken off first so that nothing overflows.",
        "logsoftmax: T",
        RowSoftmax.LogSoftmax,
        context =>
        {
            var gradient = context.Gradient()!.Value;
            var share = context.Call("Mul", SumOfRows(context, gradient), context.Call("Exp", context.Output()));
            return [context.Call("Sub", gradient, share)];
        });

    private static OpDef Declare(string name, string summary, string output, Action<Tensor, Tensor> compute, GradientRule gradient) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["logits: T"],
        Outputs = [output],
        Attrs = ["T: {bfloat16, half, float, double}"],
        Example = $"{name}([1.0, 2.0])",
        Shape = context => context.Output(0, context.WithRankAtLeast(0, 1)),
        Kernel = _ => step =>
        {
            var logits = step.Input(0);
            if (logits.Rank < 1)
                throw IntegerTensors.Invalid($"logits must have >= 1 dimension, got {logits.Shape}");
            compute(logits, step.Allocate(0, logits.Shape));
        },
        Gradient = gradient,
    };

    private static Output SumOfRows(GradientContext context, Output x) =>
        context.Call("Sum", [x, context.Builder.Constant(Tensor.Vector(-1))], ("keep_dims", true));
}
