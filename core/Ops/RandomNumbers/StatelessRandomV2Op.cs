using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.RandomNumbers;

/// <summary>Random numbers from the key and the counter of a generator, as TensorFlow 2's stateless functions spell them.</summary>
public static class StatelessRandomV2Op
{
    private const string Note = "The same key and counter give TensorFlow's numbers; alg must be 1 (Philox) or 3 (chosen by the machine, "
        + "here Philox).";

    [Op]
    public static OpDef StatelessRandomGetKeyCounter { get; } = new()
    {
        Name = "StatelessRandomGetKeyCounter",
        Summary = "The key and the counter that a seed of two integers stands for, mixed so that no part of it needs to be strong.",
        Inputs = ["seed: Tseed"],
        Outputs = ["key: uint64", "counter: uint64"],
        Attrs = ["Tseed: {int32, int64} = DT_INT64"],
        Example = "StatelessRandomGetKeyCounter([1, 2])",
        Shape = context =>
        {
            context.WithRank(0, 1);
            context.Output(0, Shape.Of(1));
            context.Output(1, Shape.Of(2));
        },
        Kernel = _ => step =>
        {
            var generator = StatelessRandomOp.Generator(step.Input(0));
            step.Allocate(0, Shape.Of(1)).Writable<ulong>()[0] = generator.Key;
            var counter = step.Allocate(1, Shape.Of(2)).Writable<ulong>();
            (counter[0], counter[1]) = ((ulong)generator.Counter, (ulong)(generator.Counter >> 64));
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef StatelessRandomGetAlg { get; } = new()
    {
        Name = "StatelessRandomGetAlg",
        Summary = "The number of the generator that stateless ops use: 1, Philox.",
        Outputs = ["alg: int32"],
        Example = "StatelessRandomGetAlg()",
        Shape = ShapeRules.Scalar,
        Kernel = _ => step => step.Allocate(0, Shape.Scalar).Writable<int>()[0] = 1,
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef StatelessRandomUniformV2 { get; } = Floats("StatelessRandomUniformV2", "Random numbers from [0, 1).",
        UniformDistribution.Fill);

    [Op]
    public static OpDef StatelessRandomNormalV2 { get; } = Floats(
        "StatelessRandomNormalV2", "Random numbers of mean 0 and standard deviation 1.", NormalDistribution.Fill);

    [Op]
    public static OpDef StatelessTruncatedNormalV2 { get; } = Floats(
        "StatelessTruncatedNormalV2", "StatelessRandomNormalV2 with the numbers of magnitude 2 and above drawn again.",
        NormalDistribution.FillTruncated);

    [Op]
    public static OpDef StatelessRandomUniformIntV2 { get; } = new()
    {
        Name = "StatelessRandomUniformIntV2",
        Summary = $"Random integers from [minval, maxval). {Note}",
        Inputs = ["shape: Tshape", "key: uint64", "counter: uint64", "alg: int32", "minval: dtype", "maxval: dtype"],
        Outputs = ["output: dtype"],
        Attrs = ["dtype: {int32, int64, uint32, uint64}", "Tshape: {int32, int64} = DT_INT32"],
        Example = "StatelessRandomUniformIntV2([3], [1], [0, 2], 1, 0, 10)",
        Shape = Infer,
        Kernel = _ => step =>
        {
            var (generator, output) = Begin(step);
            UniformDistribution.FillIntegers(generator, step.Input(4), step.Input(5), output);
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef StatelessRandomUniformFullIntV2 { get; } = new()
    {
        Name = "StatelessRandomUniformFullIntV2",
        Summary = $"Random integers from all that the dtype has. {Note}",
        Inputs = ["shape: Tshape", "key: uint64", "counter: uint64", "alg: int32"],
        Outputs = ["output: dtype"],
        Attrs = ["dtype: {int32, int64, uint32, uint64} = DT_UINT64", "Tshape: {int32, int64} = DT_INT32"],
        Example = "StatelessRandomUniformFullIntV2([3], [1], [0, 2], 1)",
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
        Summary = $"{summary} {Note}",
        Inputs = ["shape: Tshape", "key: uint64", "counter: uint64", "alg: int32"],
        Outputs = ["output: dtype"],
        Attrs = ["dtype: {half, bfloat16, float, double} = DT_FLOAT", "Tshape: {int32, int64} = DT_INT32"],
        Example = $"{name}([3], [1], [0, 2], 1)",
        Shape = Infer,
        Kernel = _ => step =>
        {
            var (generator, output) = Begin(step);
            fill(generator, output);
        },
        Gradient = GradientRules.Stop,
    };

    private static void Infer(ShapeContext context)
    {
        context.WithRank(1, 1);
        context.WithRank(2, 1);
        context.WithRank(3, 0);
        context.Output(0, context.ConstantShape(0));
    }

    private static (Philox Generator, Tensor Output) Begin(Step step)
    {
        var (key, counter, algorithm) = (step.Input(1), step.Input(2), step.Integer(3, "alg"));
        if (algorithm is not (1 or 3))
            throw IntegerTensors.Invalid($"Unsupported algorithm id: {algorithm}");
        if (!key.Shape.Equals(Shape.Of(1)))
            throw IntegerTensors.Invalid($"key must have shape [1], not {key.Shape}");
        if (counter.Rank != 1 || counter.ElementCount < 2)
            throw IntegerTensors.Invalid($"counter must be a vector with length at least 2; got shape: {counter.Shape}");
        var words = counter.Values<ulong>();
        return (new Philox(key.Value<ulong>(), new UInt128(words[1], words[0])), step.Allocate(0, step.Input(0).ToShape()));
    }
}
