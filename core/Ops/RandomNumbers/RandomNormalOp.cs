using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.RandomNumbers;

/// <summary>Normally distributed random numbers.</summary>
public static class RandomNormalOp
{
    [Op]
    public static OpDef RandomStandardNormal { get; } = Declare(
        "RandomStandardNormal",
        "Random numbers of mean 0 and standard deviation 1. The same seeds give TensorFlow's numbers to within rounding.",
        NormalDistribution.Fill);

    [Op]
    public static OpDef TruncatedNormal { get; } = Declare(
        "TruncatedNormal",
        "Random numbers of mean 0 and standard deviation 1, those of magnitude 2 and above drawn again. The same seeds give TensorFlow's "
        + "numbers to within rounding.",
        NormalDistribution.FillTruncated);

    private static OpDef Declare(string name, string summary, Action<Philox, Tensor> fill) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["shape: T"],
        Outputs = ["output: dtype"],
        Attrs = ["seed: int = 0", "seed2: int = 0", "dtype: {half, bfloat16, float, double}", "T: {int32, int64}"],
        Example = $"{name}([2, 3], dtype=float32)",
        Shape = context => context.Output(0, context.ConstantShape(0)),
        IsStateful = true,
        Kernel = builder =>
        {
            var source = new RandomSource(builder);
            return step =>
            {
                var output = step.Allocate(0, step.Input(0).ToShape());
                fill(source.Take(RandomFill.ReservedBlocks(output.ElementCount)), output);
            };
        },
        Gradient = GradientRules.Stop,
    };
}
