using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops.NeuralNetwork;
using GraphRun.Tensors;

namespace GraphRun.Ops.Images;

/// <summary>The gradients of resized images.</summary>
public static class ResizeGradOp
{
    private static readonly string[] modes = ["align_corners: bool = false", "half_pixel_centers: bool = false"];

    [Op]
    public static OpDef ResizeBilinearGrad { get; } = new()
    {
        Name = "ResizeBilinearGrad",
        Summary = "The gradient of ResizeBilinear's images.",
        Inputs = ["grads: float", "original_image: T"],
        Outputs = ["output: T"],
        Example = "ResizeBilinearGrad(zeros([1, 2, 2, 1]), ones([1, 4, 4, 1]))",
        Attrs = ["T: {float, bfloat16, half, double}", .. modes],
        Shape = context =>
        {
            context.WithRank(0, 4);
            context.Output(0, context.WithRank(1, 4));
        },
        Kernel = builder =>
        {
            var attrs = builder.Attrs;
            ResizeOp.CheckCenters(attrs);
            return step => Run(step, attrs, step.Input(1).Shape, isBilinear: true);
        },
        Gradient = context =>
        [
            context.Call(
                "ResizeBilinear",
                [context.Gradient()!.Value, Size(context, context.Input(0))],
                ConvolutionGradientOp.Attrs(context.Node, "align_corners", "half_pixel_centers")),
            null,
        ],
    };

    [Op]
    public static OpDef ResizeNearestNeighborGrad { get; } = new()
    {
        Name = "ResizeNearestNeighborGrad",
        Summary = "The gradient of ResizeNearestNeighbor's images, whose height and width are given.",
        Inputs = ["grads: T", "size: int32"],
        Outputs = ["output: T"],
        Example = "ResizeNearestNeighborGrad(ones([1, 2, 2, 1]), [4, 4])",
        Attrs = ["T: {uint8, int8, int32, half, bfloat16, float, double}", .. modes],
        Shape = context =>
        {
            var gradient = context.WithRank(0, 4);
            ShapeContext.Merge(context.WithRank(1, 1)[0], 2);
            var size = context.ConstantShape(1);
            context.Output(0, gradient.Part(0, 1).Then(size.HasRank ? size : Shape.OfRank(2)).Then(gradient.From(3)));
        },
        Kernel = builder =>
        {
            var attrs = builder.Attrs;
            ResizeOp.CheckCenters(attrs);
            return step =>
            {
                var (gradient, size) = (step.Input(0).Shape, step.Input(1).ToShape());
                ConvolutionKernel.CheckRank("grads", gradient, 4);
                if (size.Rank != 2)
                    throw IntegerTensors.Invalid($"size must have two elements, got {size.Rank}");
                Run(step, attrs, Shape.Of(gradient[0], size[0], size[1], gradient[3]), isBilinear: false);
            };
        },
        Gradient = context =>
        [
            context.Call(
                "ResizeNearestNeighbor",
                [context.Gradient()!.Value, Size(context, context.Input(0))],
                ConvolutionGradientOp.Attrs(context.Node, "align_corners", "half_pixel_centers")),
            null,
        ],
    };

    /// <summary>Height and width of images.</summary>
    internal static Output Size(Gradients.GradientContext context, Output images) => context.Call(
        "StridedSlice",
        context.Call("Shape", images),
        context.Builder.Constant(Tensor.Vector(1)),
        context.Builder.Constant(Tensor.Vector(3)),
        context.Builder.Constant(Tensor.Vector(1)));

    private static void Run(Step step, Attrs attrs, Shape original, bool isBilinear)
    {
        var gradient = step.Input(0);
        ConvolutionKernel.CheckRank("grads", gradient.Shape, 4);
        var output = step.Allocate(0, original);
        if (original.ElementCount == 0 && gradient.ElementCount > 0)
            throw IntegerTensors.Invalid($"the images of gradient {gradient.Shape} cannot be empty, got {original}");
        var target = output.DType == DType.Float32 ? output : Tensor.Allocate(DType.Float32, original);
        var (height, width) = ResizeOp.Scales(attrs, original, gradient.Shape);
        ResizingGradient.Run(ResizeOp.AsFloat(gradient), height, width, isBilinear, target);
        if (!ReferenceEquals(target, output))
            Kernels.Elementwise.Cast(target, output);
    }
}
