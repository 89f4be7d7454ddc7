using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;
using static GraphRun.Kernels.Elementwise;

namespace GraphRun.Ops.Elementwise;

/// <summary>Ops on bools.</summary>
public static class LogicalOp
{
    [Op("logical_and")]
    public static OpDef LogicalAnd { get; } = Declare("LogicalAnd", "Whether both x and y are true", Binary<BitwiseAndOperator>);

    [Op("logical_or")]
    public static OpDef LogicalOr { get; } = Declare("LogicalOr", "Whether x or y is true", Binary<BitwiseOrOperator>);

    [Op("logical_not")]
    public static OpDef LogicalNot { get; } = new()
    {
        Name = "LogicalNot",
        Summary = "Whether x is false.",
        Inputs = ["x: bool"],
        Outputs = ["y: bool"],
        Example = "logical_not(true)",
        Shape = ShapeRules.Unchanged,
        WorksInPlace = true,
        Kernel = Declaration.Unary(Unary<LogicalNotOperator>),
        Elementwise = ElementwiseForm.Broadcasting(Declaration.Unary(Unary<LogicalNotOperator>)),
        Gradient = GradientRules.Stop,
    };

    private static OpDef Declare(string name, string summary, Action<Tensor, Tensor, Tensor> compute) => new()
    {
        Name = name,
        Summary = $"{summary}, with broadcasting.",
        Inputs = ["x: bool", "y: bool"],
        Outputs = ["z: bool"],
        Example = $"{name}(true, false)",
        Shape = ShapeRules.Broadcast,
        WorksInPlace = true,
        Kernel = Declaration.Binary(compute),
        Elementwise = ElementwiseForm.Broadcasting(Declaration.Binary(compute)),
        Gradient = GradientRules.Stop,
    };
}
