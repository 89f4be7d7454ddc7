using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.RandomNumbers;

/// <summary>Classes drawn by their logits.</summary>
public static class MultinomialOp
{
    private const string Summary = "num_samples classes for each row of logits, each with the probability that softmax gives it; a class "
        + "of infinite or NaN logit "
        + "is never drawn. The same seeds give TensorFlow's numbers on one thread.";

    private const string DTypes = "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}";

    [Op("multinomial")]
    public static OpDef Multinomial { get; } = new()
    {
        Name = "Multinomial",
        Summary = Summary,
        Inputs = ["logits: T", "num_samples: int32"],
        Outputs = ["output: output_dtype"],
        Attrs = ["seed: int = 0", "seed2: int = 0", DTypes, "output_dtype: {int32, int64} = DT_INT64"],
        Parameters = ["logits: logits", "num_samples: num_samples", "seed: seed2 = 0", "output_dtype: output_dtype = int64"],
        Example = "multinomial([[0.0, 1.0, 2.0]], 5)",
        Shape = Infer,
        IsStateful = true,
        Kernel = builder =>
        {
            var source = new RandomSource(builder);
            return step => Run(step, source.Take);
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef StatelessMultinomial { get; } = new()
    {
        Name = "StatelessMultinomial",
        Summary = Summary,
        Inputs = ["logits: T", "num_samples: int32", "seed: Tseed"],
        Outputs = ["output: output_dtype"],
        Attrs = [DTypes, "Tseed: {int32, int64} = DT_INT64", "output_dtype: {int32, int64} = DT_INT64"],
        Example = "StatelessMultinomial([[0.0, 1.0, 2.0]], 5, [1, 2])",
        Shape = Infer,
        Kernel = _ => step => Run(step, _ => StatelessRandomOp.Generator(step.Input(2))),
        Gradient = GradientRules.Stop,
    };

    private static void Infer(ShapeContext context)
    {
        var logits = context.WithRank(0, 2);
        context.WithRank(1, 0);
        var samples = context.Constant(1) is { } constant ? constant.Integer(0) : Shape.Unknown;
        context.Output(0, Shape.Named([logits[0], Math.Max(samples, Shape.Unknown)], [logits.NameOf(0), null]));
    }

    private static void Run(Step step, Func<ulong, Philox> take)
    {
        var logits = step.Input(0);
        if (logits.Rank != 2)
            throw IntegerTensors.Invalid($"Input logits should be a matrix, got shape: {logits.Shape}");
        var samples = step.Integer(1, "num_samples");
        if (samples < 0)
            throw IntegerTensors.Invalid($"num_samples should be nonnegative, got {samples}");
        if (logits.Shape[0] > 0 && logits.Shape[1] == 0 && samples > 0)
            throw IntegerTensors.Invalid("num_classes should be positive, got 0");
        var output = step.Allocate(0, Shape.Of(logits.Shape[0], samples));
        var doubles = Tensor.Allocate(DType.Float64, logits.Shape);
        Kernels.Elementwise.Cast(logits, doubles);
        if (output.ElementCount > 0)
            CategoricalDistribution.Fill(take(CategoricalDistribution.ReservedBlocks(logits.Shape[0], samples)), doubles, output);
    }
}
