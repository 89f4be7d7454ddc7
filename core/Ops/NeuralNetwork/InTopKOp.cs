using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>Whether a class is among the most probable ones.</summary>
public static class InTopKOp
{
    private const string Summary =
        "For each row whether fewer than k predictions are above that of its target, so that all equals at the border are in; false "
            + "where a prediction met before the answer is known is not finite, or the target is no class.";

    [Op]
    public static OpDef InTopK { get; } = new()
    {
        Name = "InTopK",
        Summary = Summary,
        Inputs = ["predictions: float", "targets: T"],
        Outputs = ["precision: bool"],
        Attrs = ["k: int", "T: {int32, int64} = DT_INT32"],
        Example = "InTopK([[0.1, 0.9]], [1], k=1)",
        Shape = Infer,
        Gradient = Gradients.GradientRules.Stop,
        Kernel = builder =>
        {
            var k = builder.Attrs.Int("k");
            return step => Run(step, k);
        },
    };

    [Op("nn.in_top_k", "math.in_top_k")]
    public static OpDef InTopKV2 { get; } = new()
    {
        Name = "InTopKV2",
        Summary = Summary,
        Inputs = ["predictions: float", "targets: T", "k: T"],
        Outputs = ["precision: bool"],
        Attrs = ["T: {int32, int64} = DT_INT32"],
        Example = "nn.in_top_k([[0.1, 0.9]], [1], 1)",
        Shape = Infer,
        Gradient = Gradients.GradientRules.Stop,
        Kernel = _ => step => Run(step, step.Integer(2, "k")),
    };

    private static void Infer(ShapeContext context)
    {
        var (predictions, targets) = (context.WithRank(0, 2), context.WithRank(1, 1));
        context.Output(0, Shape.Named([ShapeContext.Merge(predictions[0], targets[0])], [predictions.NameOf(0) ?? targets.NameOf(0)]));
    }

    private static void Run(Step step, long k)
    {
        var (predictions, targets) = (step.Input(0), step.Input(1));
        if (predictions.Rank != 2)
            throw IntegerTensors.Invalid("predictions must be 2-dimensional");
        if (targets.Rank != 1)
            throw IntegerTensors.Invalid("targets must be 1-dimensional");
        if (predictions.Shape[0] != targets.Shape[0])
        {
            throw IntegerTensors.Invalid(
                $"First dimension of predictions {predictions.Shape[0]} must match length of targets {targets.Shape[0]}");
        }

        var classes = (int)predictions.Shape[1];
        var precision = step.Allocate(0, targets.Shape).Writable<bool>();
        for (var i = 0; i < precision.Length; i++)
            precision[i] = IsIn(predictions.Values<float>().Slice(i * classes, classes), targets.Integer(i), k);
    }

    private static bool IsIn(ReadOnlySpan<float> predictions, long target, long k)
    {
        if (target < 0 || target >= predictions.Length || !float.IsFinite(predictions[(int)target]))
            return false;
        var above = 0;
        foreach (var prediction in predictions)
        {
            if (!float.IsFinite(prediction))
                return false;
            above += prediction > predictions[(int)target] ? 1 : 0;
            if (above > k)
                break;
        }

        return above < k;
    }
}
