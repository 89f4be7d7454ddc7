using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The greatest elements under a window, and where they stand.</summary>
public static class MaxPoolWithArgmaxOp
{
    private static readonly string[] attrs =
    [
        "ksize: list(int) >= 4",
        "strides: list(int) >= 4",
        "Targmax: {int32, int64} = DT_INT64",
        "padding: {'SAME', 'VALID'}",
        "include_batch_in_index: bool = false",
        PoolingOp.RealNumbers,
    ];

    [Op("nn.max_pool_with_argmax")]
    public static OpDef MaxPoolWithArgmax { get; } = new()
    {
        Name = "MaxPoolWithArgmax",
        Summary = "The greatest element of each channel under a window that moves over an image, and its row-major position in the "
            + "image, or in the batch with include_batch_in_index; of equals the first.",
        Inputs = ["input: T"],
        Outputs = ["output: T", "argmax: Targmax"],
        Attrs = attrs,
        Example = "MaxPoolWithArgmax(image, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID')",
        Shape = context =>
        {
            var window = new SlidingWindow("MaxPoolWithArgmax", context.Attrs, 2);
            var input = context.WithRank(0, 4);
            var sizes = window.Windows("MaxPoolWithArgmax", context.Attrs.Ints("ksize"));
            var output = window.OutputShape(input, sizes, input[3], input.NameOf(3));
            context.Output(0, output);
            context.Output(1, output);
        },
        Kernel = builder =>
        {
            var window = new SlidingWindow("MaxPoolWithArgmax", builder.Attrs, 2);
            var sizes = window.Windows("MaxPoolWithArgmax", builder.Attrs.Ints("ksize"));
            var countsBatches = builder.Attrs.Bool("include_batch_in_index");
            var layout = new ComputeLayout(false, builder.InputDType(0));
            return step =>
            {
                var (shape, geometry) = PoolingOp.Prepare(window, sizes, step.Input(0).Shape);
                var (output, argmax) = (step.Allocate(0, shape), step.Allocate(1, shape));
                var (input, target) = (layout.Load(step.Input(0)), layout.Target(output));
                Pooling.Maximum(input, geometry, target);
                layout.Store(target, output);
                var positions = argmax.DType == DType.Int64 ? argmax : Tensor.Allocate(DType.Int64, shape);
                PoolingGradient.Positions(input, geometry, countsBatches, positions);
                argmax.Write(positions.Values<long>());
            };
        },
        Gradient = context =>
        [
            context.Call(
                "MaxPoolGradWithArgmax",
                [context.Input(0), context.Gradient()!.Value, context.Output(1)],
                ConvolutionGradientOp.Attrs(context.Node, "ksize", "strides", "padding", "include_batch_in_index")),
        ],
    };

    [Op]
    public static OpDef MaxPoolGradWithArgmax { get; } = new()
    {
        Name = "MaxPoolGradWithArgmax",
        Summary = "The gradient of MaxPoolWithArgmax: each element's goes to the position that was put out.",
        Inputs = ["input: T", "grad: T", "argmax: Targmax"],
        Outputs = ["output: T"],
        Attrs = attrs,
        Example = "MaxPoolGradWithArgmax(ones([1, 2, 2, 1]), ones([1, 1, 1, 1]), reshape([3], [1, 1, 1, 1]), "
            + "ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID')",
        Shape = context => context.Output(0, context.WithRank(0, 4)),
        Kernel = builder =>
        {
            var countsBatches = builder.Attrs.Bool("include_batch_in_index");
            var layout = new ComputeLayout(false, builder.InputDType(0));
            return step =>
            {
                var output = step.Allocate(0, step.Input(0).Shape);
                var positions = step.Input(2).Integers();
                if (positions.LongLength != step.Input(1).ElementCount)
                    throw IntegerTensors.Invalid($"argmax and grad must have the same shape, got {step.Input(2).Shape} and "
                        + $"{step.Input(1).Shape}");
                if (step.Input(1).Rank != 4 || step.Input(1).Shape[0] != output.Shape[0])
                    throw IntegerTensors.Invalid($"grad must have as many images as input, got {step.Input(1).Shape} and {output.Shape}");
                if (!countsBatches && output.ElementCount > 0)
                    CountBatches(positions, output);
                var target = layout.Target(output);
                PoolingGradient.Scatter(ComputeLayout.Widen(step.Input(1)), positions, target);
                layout.Store(target, output);
            };
        },
    };

    // Positions in an image become positions in the batch; one outside its image stays outside.
    private static void CountBatches(long[] positions, Tensor output)
    {
        var (image, perImage) = (output.ElementCount / output.Shape[0], positions.Length / output.Shape[0]);
        for (var i = 0; i < positions.Length; i++)
            positions[i] = (ulong)positions[i] < (ulong)image ? positions[i] + (i / perImage * image) : -1;
    }
}
