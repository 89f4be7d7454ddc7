using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The parts that all activations declare alike.</summary>
internal static class Activation
{
    internal const string RealNumbers = "T: realnumbertype";

    internal const string Floats = "T: {half, bfloat16, float, double}";

    /// <summary>An op <c>activations = f(features)</c>.</summary>
    internal static OpDef Of(
        string name, string summary, string dtypes, string example, Action<Tensor, Tensor> compute, GradientRule gradient, FusedActivation fused = FusedActivation.None) => new()
        {
            Name = name,
            Summary = summary,
            Inputs = ["features: T"],
            Outputs = ["activations: T"],
            Attrs = [dtypes],
            Example = example,
            Shape = ShapeRules.Unchanged,
            WorksInPlace = true,
            Kernel = Elementwise.Declaration.Unary(compute),
            Elementwise = ElementwiseForm.Broadcasting(Elementwise.Declaration.Unary(compute), activation: fused),
            Gradient = gradient,
        };

    /// <summary>An op <c>backprops = gradients * slope</c>, the slope told by the features or by the outputs.</summary>
    internal static OpDef Slope(
        string name, string told, string dtypes, Action<Tensor, Tensor, Tensor> compute, GradientRule? gradient) => new()
        {
            Name = name,
            Summary = $"The gradients times the slope of {name[..^4]} at its {told}.",
            Inputs = ["gradients: T", $"{told}: T"],
            Outputs = ["backprops: T"],
            Attrs = [dtypes],
            Example = $"{name}(1.0, 0.5)",
            Shape = ShapeRules.Broadcast,
            WorksInPlace = true,
            Kernel = Elementwise.Declaration.Binary(compute),
            Elementwise = ElementwiseForm.Broadcasting(Elementwise.Declaration.Binary(compute)),
            Gradient = gradient,
        };
}
