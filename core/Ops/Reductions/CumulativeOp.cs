using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Reductions;

/// <summary>Running sums and products.</summary>
public static class CumulativeOp
{
    [Op("cumsum")]
    public static OpDef Cumsum { get; } = Declare(
        "Cumsum",
        "cumsum",
        "sums",
        Scan.Sum,
        context => [Scanned(context, context.Gradient()!.Value), null]);

    [Op("cumprod", "math.cumprod")]
    public static OpDef Cumprod { get; } = Declare(
        "Cumprod",
        "cumprod",
        "products",
        Scan.Product,
        context =>
        {
            var weighted = context.Call("Mul", context.Output(), context.Gradient()!.Value);
            return [context.Call("RealDiv", Scanned(context, weighted), context.Input(0)), null];
        });

    private delegate void Compute(Tensor x, int axis, bool exclusive, bool reverse, Tensor result);

    private static OpDef Declare(string name, string python, string what, Compute compute, GradientRule gradient) => new()
    {
        Name = name,
        Summary = $"Running {what} along an axis; exclusive ones leave out the element itself, reverse ones run from the end.",
        Inputs = ["x: T", "axis: Tidx"],
        Outputs = ["out: T"],
        Attrs = ["exclusive: bool = false", "reverse: bool = false", "T: numbertype", "Tidx: {int32, int64} = int32"],
        Parameters = ["x: x", "axis: axis = 0", "exclusive: exclusive = false", "reverse: reverse = false"],
        Example = $"{python}(x, axis=0)",
        Shape = context =>
        {
            if (context.Input(0).HasRank && context.Constant(1) is { } axis)
                ShapeContext.Axis(axis.Integer(0), context.Input(0).Rank);
            context.Output(0, context.Input(0));
        },
        Kernel = builder =>
        {
            var (exclusive, reverse) = (builder.Attrs.Bool("exclusive"), builder.Attrs.Bool("reverse"));
            return step =>
            {
                var x = step.Input(0);
                compute(x, IntegerTensors.Axis(step.Input(1), x.Rank), exclusive, reverse, step.Allocate(0, x.Shape));
            };
        },
        Gradient = gradient,
    };

    private static Output Scanned(GradientContext context, Output value) => context.Call(
        "Cumsum",
        [value, context.Input(1)],
        ("exclusive", context.Node.Attrs.Bool("exclusive")),
        ("reverse", !context.Node.Attrs.Bool("reverse")));
}
