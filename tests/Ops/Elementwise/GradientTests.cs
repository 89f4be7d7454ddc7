using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops.Elementwise;

/// <summary>The gradients of elementwise ops against central differences in float64.</summary>
public class GradientTests
{
    private const double Step = 1e-6;

    /// <summary>The op and the points where its gradient is looked at, inside its domain and away from its corners.</summary>
    public static TheoryData<string, double[]> OfOne => new()
    {
        { "Sqrt", [0.3, 2] }, { "Rsqrt", [0.3, 2] }, { "Reciprocal", [-0.7, 2] }, { "Inv", [-0.7, 2] }, { "Exp", [-1, 0.5] },
        { "Expm1", [-1, 0.5] }, { "Log", [0.3, 2] }, { "Log1p", [-0.5, 2] }, { "Sin", [-1, 0.5] }, { "Cos", [-1, 0.5] },
        { "Tan", [-1, 0.5] }, { "Asin", [-0.7, 0.2] }, { "Acos", [-0.7, 0.2] }, { "Atan", [-3, 0.5] }, { "Sinh", [-1, 0.5] },
        { "Cosh", [-1, 0.5] }, { "Tanh", [-1, 0.5] }, { "Asinh", [-3, 0.5] }, { "Acosh", [1.2, 3] }, { "Atanh", [-0.7, 0.2] },
        { "Sigmoid", [-2, 0.5] }, { "Erf", [-1, 0.5] }, { "Erfc", [-1, 0.5] }, { "Lgamma", [0.7, 3.5, -1.3] }, { "Square", [-1, 2] },
        { "Neg", [-1, 2] }, { "Abs", [-1, 2] }, { "Relu", [-1, 2] }, { "Relu6", [-1, 2, 7] }, { "Elu", [-1, 2] }, { "Selu", [-1, 2] },
        { "LeakyRelu", [-1, 2] }, { "Softplus", [-1, 2] }, { "Softsign", [-1, 2] },
    };

    /// <summary>The op and pairs of points.</summary>
    public static TheoryData<string, double[], double[]> OfTwo => new()
    {
        { "AddV2", [1, -2], [3, 4] }, { "Sub", [1, -2], [3, 4] }, { "Mul", [1, -2], [3, 4] }, { "RealDiv", [1, -2], [3, 4] },
        { "Pow", [1.5, 0.4], [3, -2] }, { "Atan2", [1, -2], [3, -4] }, { "DivNoNan", [1, -2], [3, 4] }, { "MulNoNan", [1, -2], [3, 4] },
        { "Xdivy", [1, -2], [3, 4] }, { "Xlogy", [1, -2], [3, 4] }, { "Xlog1py", [1, -2], [3, 4] },
        { "SquaredDifference", [1, -2], [3, 4] }, { "Maximum", [1, -2], [3, -4] }, { "Minimum", [1, -2], [3, -4] },
        { "FloorMod", [7.3, -7.3], [3, 3] }, { "SqrtGrad", [1, 2], [3, 4] }, { "RsqrtGrad", [1, 2], [3, 4] },
        { "ReciprocalGrad", [1, -2], [3, 4] }, { "InvGrad", [1, -2], [3, 4] }, { "SigmoidGrad", [0.2, 0.7], [3, 4] },
        { "TanhGrad", [0.2, -0.7], [3, 4] }, { "SoftplusGrad", [1, -2], [0.3, -0.4] }, { "EluGrad", [1, -2], [0.3, -0.4] },
        { "SeluGrad", [1, -2], [0.3, -0.4] }, { "ReluGrad", [1, -2], [0.3, -0.4] }, { "Relu6Grad", [1, -2], [0.3, -0.4] },
        { "LeakyReluGrad", [1, -2], [0.3, -0.4] },
    };

    [Theory]
    [MemberData(nameof(OfOne))]
    public void The_gradient_of_one_operand_is_the_central_difference(string op, double[] points) =>
        AssertGradients(op, [Tensor.Vector<double>(points)]);

    [Theory]
    [MemberData(nameof(OfTwo))]
    public void The_gradients_of_two_operands_are_the_central_differences(string op, double[] left, double[] right) =>
        AssertGradients(op, [Tensor.Vector<double>(left), Tensor.Vector<double>(right)]);

    [Fact]
    public void The_gradients_of_clipping_are_the_central_differences() => AssertGradients(
        "ClipByValue", [Tensor.Vector(-3.0, 0.5, 3.0), Tensor.Vector(-1.0, -1.1, -1.2), Tensor.Vector(1.0, 1.1, 1.2)]);

    [Fact]
    public void A_stretched_operand_gets_the_sum_of_its_gradients() =>
        AssertGradients("Mul", [Tensor.Vector(1.0, 2.0, 3.0), Tensor.Scalar(4.0)]);

    private static void AssertGradients(string op, Tensor[] inputs)
    {
        var gradients = Gradients(op, inputs);
        for (var i = 0; i < inputs.Length; i++)
        {
            for (var element = 0; element < inputs[i].ElementCount; element++)
            {
                var expected = (Sum(op, Moved(inputs, i, element, Step)) - Sum(op, Moved(inputs, i, element, -Step))) / (2 * Step);
                var got = gradients[i] is { } gradient ? gradient.Values<double>()[element] : 0;
                var isNear = Math.Abs(expected - got) <= 1e-7 * (1 + Math.Abs(expected));
                Assert.True(isNear, $"{op}, input {i}[{element}]: expected {expected}, got {got}");
            }
        }
    }

    private static Tensor?[] Gradients(string op, Tensor[] inputs)
    {
        var builder = new GraphBuilder();
        var outputs = inputs.Select((input, i) => builder.Placeholder($"x{i}", input.DType, input.Shape)).ToArray();
        var node = builder.Add(Catalogue.Get(op), "op", outputs, new Dictionary<string, object>());
        var arrived = builder.Call("OnesLike", [new Output(node, 0)]);
        var gradients = node.Op.Gradient!(new GradientContext(builder, node, [arrived]));
        var fetched = gradients.OfType<Output>().ToArray();
        var values = new Session().Run(builder.Build(), [.. fetched.Select(output => new Fetch(output))], [.. outputs.Zip(inputs)]);
        return [.. gradients.Select(gradient => gradient is { } output ? values[Array.IndexOf(fetched, output)] : null)];
    }

    private static double Sum(string op, Tensor[] inputs)
    {
        var builder = new GraphBuilder();
        var constants = inputs.Select(input => builder.Constant(input)).ToArray();
        var node = builder.Add(Catalogue.Get(op), "op", constants, new Dictionary<string, object>());
        var result = new Session().Run(builder.Build(), [new Fetch(new Output(node, 0))], [])[0];
        return result.Values<double>().ToArray().Sum();
    }

    private static Tensor[] Moved(Tensor[] inputs, int input, int element, double distance)
    {
        var values = inputs[input].Values<double>().ToArray();
        values[element] += distance;
        Tensor[] moved = [.. inputs];
        moved[input] = Tensor.Of<double>(inputs[input].Shape, values);
        return moved;
    }
}
