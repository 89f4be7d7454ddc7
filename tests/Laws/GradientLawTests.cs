using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Laws;

/// <summary>The gradient of every op that declares one against central differences in float64, at its example.</summary>
public sealed class GradientLawTests
{
    private const double Step = 1e-5;

    // Their gradient is no limit of differences: it is refused, passes over rounding, or counts on symmetric matrices.
    private static readonly string[] exceptions =
    [
        "PreventGradient", "FakeQuantWithMinMaxArgs", "FakeQuantWithMinMaxVars", "FakeQuantWithMinMaxVarsPerChannel",
        "QuantizeAndDequantizeV2", "QuantizeAndDequantizeV3", "QuantizeAndDequantizeV4", "Cholesky", "SelfAdjointEigV2",

        // As in TensorFlow: it needs a known shape.
        "Qr",

        // As in TensorFlow: one goes through float32, the others' second output is a gradient of logits alone.
        "ResizeNearestNeighborGrad", "SoftmaxCrossEntropyWithLogits", "CTCLoss",
    ];

    public static TheoryData<string> Types => [.. LawTests.Names.Where(HasGradient)];

    [Theory]
    [MemberData(nameof(Types))]
    public void The_gradient_is_the_central_difference(string type)
    {
        var sample = Sample.Of(type);
        if (!sample.IsDetachable || Doubles(sample) is not { } inputs)
            return;
        var outputs = sample.RunAlone(inputs, shape => shape);
        if (!outputs.Any(output => output.DType == DType.Float64))
            return;
        var gradients = Gradients(sample, inputs, outputs);
        for (var i = 0; i < inputs.Length; i++)
        {
            for (var element = 0; inputs[i].DType == DType.Float64 && gradients[i] is not null && element < inputs[i].ElementCount; element++)
            {
                var expected = (Sum(sample, Moved(inputs, i, element, Step)) - Sum(sample, Moved(inputs, i, element, -Step))) / (2 * Step);
                var actual = gradients[i]!.Values<double>()[element];
                Assert.True(
                    !double.IsFinite(expected) || Math.Abs(expected - actual) <= 1e-6 * (1 + Math.Abs(expected)), $"input {i}, element {element}: {actual}, expected {expected}");
            }
        }
    }

    private static bool HasGradient(string type) =>
        Catalogue.Get(type).Gradient is { } gradient && gradient != GradientRules.Stop && !exceptions.Contains(type);

    private static Tensor[]? Doubles(Sample sample) => Variations.OfDTypes(sample)
        .Select(variation => variation.Inputs)
        .FirstOrDefault(inputs => inputs.Any(input => input.DType == DType.Float64) && !inputs.Any(input => input.DType == DType.Float32));

    private static Tensor?[] Gradients(Sample sample, Tensor[] inputs, Tensor[] outputs)
    {
        var builder = new GraphBuilder();
        var fed = inputs.Select((input, i) => builder.Placeholder($"x{i}", input.DType, Shape.OfRank(input.Rank))).ToArray();
        var node = builder.Add(sample.Op, "op", fed, sample.OwnAttrs());
        var first = 0;
        var arriving = new Output?[outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].DType != DType.Float64)
                continue;
            var weights = Tensor.Of<double>(outputs[i].Shape, Weights(first, (int)outputs[i].ElementCount));
            arriving[i] = builder.Constant(weights);
            first += (int)outputs[i].ElementCount;
        }

        var gradients = sample.Op.Gradient!(new GradientContext(builder, node, arriving));
        Output[] wanted = [.. gradients.Where(gradient => gradient is not null).Select(gradient => gradient!.Value)];
        var values = new Queue<Tensor>(
            wanted.Length == 0 ? [] : new Session().Run(builder.Build(), [.. wanted.Select(output => new Fetch(output))], [.. fed.Zip(inputs)]));
        return [.. gradients.Select(gradient => gradient is null ? null : values.Dequeue())];
    }

    // Different weights, so that elements cannot be taken for each other.
    private static double[] Weights(int first, int count) => [.. Enumerable.Range(first, count).Select(i => 1 + (0.37 * (i % 7)))];

    private static double Sum(Sample sample, Tensor[] inputs)
    {
        var (sum, first) = (0.0, 0);
        foreach (var output in sample.RunAlone(inputs, shape => shape).Where(output => output.DType == DType.Float64))
        {
            var weights = Weights(first, (int)output.ElementCount);
            for (var i = 0; i < weights.Length; i++)
                sum += weights[i] * output.Values<double>()[i];
            first += weights.Length;
        }

        return sum;
    }

    private static Tensor[] Moved(Tensor[] inputs, int input, int element, double by)
    {
        var values = inputs[input].Values<double>().ToArray();
        values[element] += by;
        var moved = (Tensor[])inputs.Clone();
        moved[input] = Tensor.Of<double>(inputs[input].Shape, values);
        return moved;
    }
}
