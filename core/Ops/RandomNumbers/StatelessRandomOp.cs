using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.RandomNumbers;

/// <summary>Random numbers that are a pure function of a seed of two integers.</summary>
public static class StatelessRandomOp
{
    private static readonly string[] floatAttrs =
    [
        "dtype: {half, bfloat16, float, double} = DT_FLOAT", "T: {int32, int64} = DT_INT32", "Tseed: {int32, int64} = DT_INT64",
    ];

    [Op]
    public static OpDef StatelessRandomUniform { get; } = Floats(
        "StatelessRandomUniform",
        "Random numbers from [0, 1). The same seed gives the same numbers, TensorFlow's.",
        UniformDistribution.Fill);

    [Op]
    public static OpDef StatelessRandomNormal { get; } = Floats(
        "StatelessRandomNormal",
        "Random numbers of mean 0 and standard deviation 1. The same seed gives the same numbers, TensorFlow's to within rounding.",
        NormalDistribution.Fill);

    [Op]
    public static OpDef StatelessTruncatedNormal { get; } = Floats(
        "StatelessTruncatedNormal",
        "StatelessRandomNormal with the numbers of magnitude 2 and above drawn again.",
        NormalDistribution.FillTruncated);

    [Op]
    public static OpDef StatelessRandomUniformInt { get; } = new()
    {
        Name = "StatelessRandomUniformInt",
        Summary = "Random integers from [minval, maxval). The same seed gives the same numbers, TensorFlow's.",
        Inputs = ["shape: T", "seed: Tseed", "minval: dtype", "maxval: dtype"],
        Outputs = ["output: dtype"],
        Attrs = ["dtype: {int32, int64}", "T: {int32, int64}", "Tseed: {int32, int64} = DT_INT64"],
        Example = "StatelessRandomUniformInt([3], [1, 2], 0, 10)",
        Shape = context =>
        {
            context.WithRank(1, 1);
            context.WithRank(2, 0);
            context.WithRank(3, 0);
            context.Output(0, context.ConstantShape(0));
        },
        Kernel = _ => step =>
        {
            var (generator, output) = Begin(step);
            UniformDistribution.FillIntegers(generator, step.Input(2), step.Input(3), output);
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef StatelessRandomUniformFullInt { get; } = new()
    {
        Name = "StatelessRandomUniformFullInt",
        Summary = "Random integers from all that the dtype has. The same seed gives the same numbers, TensorFlow's.",
        Inputs = ["shape: T", "seed: Tseed"],
        Outputs = ["output: dtype"],
        Attrs =
        [
            "dtype: {int32, int64, uint32, uint64} = DT_UINT64",
            "T: {int32, int64} = DT_INT32",
            "Tseed: {int32, int64, uint32, uint64} = DT_INT64",
        ],
        Example = "StatelessRandomUniformFullInt([3], [1, 2])",
        Shape = Infer,
        Kernel = _ => step =>
        {
            var (generator, output) = Begin(step);
            UniformDistribution.FillBits(generator, output);
        },
        Gradient = GradientRules.Stop,
    };

    private static OpDef Floats(string name, string summary, Action<Philox, Tensor> fill) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["shape: T", "seed: Tseed"],
        Outputs = ["output: dtype"],
        Attrs = floatAttrs,
        Example = $"{name}([3], [1, 2])",
        Shape = Infer,
        Kernel = _ => step =>
        {
            var (generator, output) = Begin(step);
            fill(generator, output);
        },
        Gradient = GradientRules.Stop,
    };

    private static void Infer(Graphs.ShapeContext context)
    {
        context.WithRank(1, 1);
        context.Output(0, context.ConstantShape(0));
    }

    /// <summary>The generator of a seed of two integers.</summary>
    internal static Philox Generator(Tensor seed) => seed.Rank == 1 && seed.ElementCount == 2
        ? Philox.FromStatelessSeed(seed.Integer(0), seed.Integer(1))
        : throw new GraphRunException(ErrorCode.InvalidArgument, $"seed must have shape [2], not {seed.Shape}");

    private static (Philox Generator, Tensor Output) Begin(Step step)
    {
        var generator = Generator(step.Input(1));
        return (generator, step.Allocate(0, step.Input(0).ToShape()));
    }
}
