using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops.Shaping;
using GraphRun.Tensors;

namespace GraphRun.Ops.RandomNumbers;

/// <summary>Random numbers of distributions with a parameter for each element.</summary>
public static class RandomGammaOp
{
    private delegate double Draw(RejectionNumbers numbers, double parameter);

    [Op]
    public static OpDef RandomGamma { get; } = new()
    {
        Name = "RandomGamma",
        Summary = "Numbers of gamma distributions of scale 1 and the shapes that alpha has, 'shape' of them for each. The same seeds "
            + "give TensorFlow's "
            + "numbers to within rounding.",
        Inputs = ["shape: S", "alpha: T"],
        Outputs = ["output: T"],
        Attrs = ["seed: int = 0", "seed2: int = 0", "S: {int32, int64}", "T: {half, float, double}"],
        Example = "RandomGamma([3], [0.5, 2.0])",
        Shape = Infer,
        IsStateful = true,
        Kernel = builder =>
        {
            var source = new RandomSource(builder);
            return step => Fill(step, source, (numbers, alpha) => numbers.Gamma(alpha));
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef RandomPoissonV2 { get; } = new()
    {
        Name = "RandomPoissonV2",
        Summary = "Numbers of Poisson distributions with the means that rate has, 'shape' of them for each; NaN (0 as an integer) for a "
            + "mean below 0 or "
            + "infinite. The same seeds give TensorFlow's numbers.",
        Inputs = ["shape: S", "rate: R"],
        Outputs = ["output: dtype"],
        Attrs =
        [
            "seed: int = 0", "seed2: int = 0", "S: {int32, int64}", "R: {half, float, double, int32, int64} = DT_DOUBLE",
            "dtype: {half, float, double, int32, int64} = DT_INT64",
        ],
        Example = "RandomPoissonV2([3], [0.5, 20.0])",
        Shape = Infer,
        IsStateful = true,
        Kernel = builder =>
        {
            var source = new RandomSource(builder);
            var greatest = builder.Attrs.DType("dtype") switch
            {
                DType.Int32 => int.MaxValue,
                DType.Int64 => long.MaxValue,
                DType.Float16 => (double)Half.MaxValue,
                DType.Float32 => float.MaxValue,
                _ => double.MaxValue,
            };
            return step => Fill(step, source, (numbers, rate) => numbers.Poisson(rate, greatest));
        },
        Gradient = GradientRules.Stop,
    };

    private static void Infer(ShapeContext context) => context.Output(0, context.ConstantShape(0).Then(context.Input(1)));

    private static void Fill(Step step, RandomSource source, Draw draw)
    {
        var (shape, parameters) = (step.Input(0).ToShape(), Doubles(step.Input(1)));
        var output = step.Allocate(0, shape.Then(step.Input(1).Shape));
        var values = output.DType == DType.Float64 ? output : Tensor.Allocate(DType.Float64, output.Shape);
        var beginning = source.Take(RandomFill.ReservedBlocks(output.ElementCount));
        var numbers = values.Writable<double>();
        var samples = parameters.Length == 0 ? 0 : numbers.Length / parameters.Length;
        for (var i = 0; i < parameters.Length; i++)
        {
            for (var sample = 0; sample < samples; sample++)
            {
                var generator = beginning;
                generator.Skip(RandomFill.ReservedBlocks(((long)i * samples) + sample));
                numbers[(sample * parameters.Length) + i] = draw(new RejectionNumbers(generator), parameters[i]);
            }
        }

        if (values != output)
            Kernels.Elementwise.Cast(values, output);
    }

    private static double[] Doubles(Tensor tensor)
    {
        var doubles = Tensor.Allocate(DType.Float64, tensor.Shape);
        Kernels.Elementwise.Cast(tensor, doubles);
        return doubles.Values<double>().ToArray();
    }
}
