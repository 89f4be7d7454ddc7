using GraphRun.Kernels;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The means of the elements under a window.</summary>
public static class AvgPoolOp
{
    [Op("nn.avg_pool", "nn.avg_pool2d", "avg_pool")]
    public static OpDef AvgPool { get; } = PoolingOp.Of(
        "AvgPool",
        "The mean of each channel's elements under a window that moves over an image. Padding takes no part.",
        "value",
        PoolingOp.Floats,
        Pooling.Average,
        context =>
        [
            context.Call(
                "AvgPoolGrad",
                [context.Call("Shape", context.Input(0)), context.Gradient()!.Value],
                ConvolutionGradientOp.Attrs(context.Node, "ksize", "strides", "padding", "data_format")),
        ]);

    [Op("nn.avg_pool3d")]
    public static OpDef AvgPool3D { get; } = PoolingOp.Of(
        "AvgPool3D",
        "The mean of each channel's elements under a window that moves over a volume. Padding takes no part.",
        "input",
        PoolingOp.Floats,
        Pooling.Average,
        context =>
        [
            context.Call(
                "AvgPool3DGrad",
                [context.Call("Shape", context.Input(0)), context.Gradient()!.Value],
                ConvolutionGradientOp.Attrs(context.Node, "ksize", "strides", "padding", "data_format")),
        ],
        isVolume: true);
}
