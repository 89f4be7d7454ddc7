using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>The six comparisons.</summary>
public static class ComparisonOp
{
    [Op("equal")]
    public static OpDef Equal { get; } = Declare("Equal", "x == y; NaN equals nothing. Shapes that do not broadcast are an error, or false where incompatible_shape_error is false.", Declaration.Numbers[..^1] + ", string, bool}", CompareEqual<EqualOperator>, ["incompatible_shape_error: bool = true"]);

    [Op("not_equal")]
    public static OpDef NotEqual { get; } = Declare("NotEqual", "x != y; NaN differs from everything. Shapes that do not broadcast are an error, or true where incompatible_shape_error is false.", Declaration.Numbers[..^1] + ", string, bool}", CompareEqual<NotEqualOperator>, ["incompatible_shape_error: bool = true"]);

    [Op("less")]
    public static OpDef Less { get; } = Declare("Less", "x < y; false with a NaN.", Declaration.RealNumbers, Compare<LessOperator>, []);

    [Op("less_equal")]
    public static OpDef LessEqual { get; } = Declare("LessEqual", "x <= y; false with a NaN.", Declaration.RealNumbers, Compare<LessEqualOperator>, []);

    [Op("greater")]
    public static OpDef Greater { get; } = Declare("Greater", "x > y; false with a NaN.", Declaration.RealNumbers, Compare<GreaterOperator>, []);

    [Op("greater_equal")]
    public static OpDef GreaterEqual { get; } = Declare("GreaterEqual", "x >= y; false with a NaN.", Declaration.RealNumbers, Compare<GreaterEqualOperator>, []);

    private static OpDef Declare(string name, string summary, string dtypes, Action<Tensor, Tensor, Tensor> compute, string[] attrs)
    {
        var form = new ElementwiseForm(Declaration.Binary(compute), ElementwiseForm.Combined);
        return new()
        {
            Name = name,
            Summary = $"{summary[..^1]}, element by element with broadcasting.",
            Inputs = ["x: T", "y: T"],
            Outputs = ["z: bool"],
            Attrs = [dtypes, .. attrs],
            Example = $"{name}(x, y)",
            Shape = context =>
            {
                if (MayDiffer(attrs.Length > 0, context.Attrs) && !Match(context.Input(0), context.Input(1)))
                    context.Output(0, Shape.Scalar);
                else
                    ShapeRules.Broadcast(context);
            },
            Kernel = builder =>
            {
                var mayDiffer = MayDiffer(attrs.Length > 0, builder.Attrs);
                var whenDifferent = name == "NotEqual";
                return step =>
                {
                    var (x, y) = (step.Input(0), step.Input(1));
                    if (mayDiffer && !Match(x.Shape, y.Shape))
                        step.Allocate(0, Shape.Scalar).Writable<bool>()[0] = whenDifferent;
                    else
                        compute(x, y, step.Allocate(0, Broadcasting.Combine(x.Shape, y.Shape)));
                };
            },
            Elementwise = node => MayDiffer(attrs.Length > 0, node.Attrs) ? null : form,
            Gradient = GradientRules.Stop,
        };
    }

    private static bool MayDiffer(bool isEquality, Attrs attrs) => isEquality && !attrs.Bool("incompatible_shape_error");

    /// <summary>Whether two shapes broadcast to one.</summary>
    private static bool Match(Shape x, Shape y)
    {
        for (var i = 1; i <= Math.Min(x.Rank, y.Rank); i++)
        {
            if (x[-i] != y[-i] && x[-i] != 1 && y[-i] != 1 && x[-i] >= 0 && y[-i] >= 0)
                return false;
        }

        return true;
    }
}
