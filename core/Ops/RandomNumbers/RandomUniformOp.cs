using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Ops.Shaping;
using GraphRun.Tensors;

namespace GraphRun.Ops.RandomNumbers;

/// <summary>Evenly distributed random numbers.</summary>
public static class RandomUniformOp
{
    [Op]
    public static OpDef RandomUniform { get; } = new()
    {
        Name = "RandomUniform",
        Summary = "Random numbers from [0, 1), every one as likely as the other. The same seeds give TensorFlow's numbers.",
        Inputs = ["shape: T"],
        Outputs = ["output: dtype"],
        Attrs = ["seed: int = 0", "seed2: int = 0", "dtype: {half, bfloat16, float, double}", "T: {int32, int64}"],
        Example = "RandomUniform([2, 3], dtype=float32)",
        Shape = context => context.Output(0, context.ConstantShape(0)),
        IsStateful = true,
        Kernel = builder =>
        {
            var source = new RandomSource(builder);
            return step =>
            {
                var output = step.Allocate(0, step.Input(0).ToShape());
                UniformDistribution.Fill(source.Take(RandomFill.ReservedBlocks(output.ElementCount)), output);
            };
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef RandomUniformInt { get; } = new()
    {
        Name = "RandomUniformInt",
        Summary = "Random integers from [minval, maxval), one as likely as the other but for a bias of at most range / 2^32 (2^64 "
            + "for int64).",
        Inputs = ["shape: T", "minval: Tout", "maxval: Tout"],
        Outputs = ["output: Tout"],
        Attrs = ["seed: int = 0", "seed2: int = 0", "Tout: {int32, int64}", "T: {int32, int64}"],
        Example = "RandomUniformInt([2, 3], 0, 10)",
        Shape = context =>
        {
            context.WithRank(1, 0);
            context.WithRank(2, 0);
            context.Output(0, context.ConstantShape(0));
        },
        IsStateful = true,
        Kernel = builder =>
        {
            var source = new RandomSource(builder);
            return step =>
            {
                var output = step.Allocate(0, step.Input(0).ToShape());
                var generator = source.Take(RandomFill.ReservedBlocks(output.ElementCount));
                UniformDistribution.FillIntegers(generator, step.Input(1), step.Input(2), output);
            };
        },
        Gradient = GradientRules.Stop,
    };
}
