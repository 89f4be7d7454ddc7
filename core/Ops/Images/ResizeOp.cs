using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Images;

/// <summary>Images in other sizes.</summary>
public static class ResizeOp
{
    private const string Numbers = "T: {int8, uint8, int16, uint16, int32, int64, half, float, double, bfloat16}";

    [Op("image.resize_bilinear")]
    public static OpDef ResizeBilinear { get; } = Declare(
        "ResizeBilinear",
        "Images [batch, height, width, channels] in another size, each pixel a mean of the four around its place, weighted by distance; "
            + "computed in float32.",
        "resized_images: float",
        (images, height, width, output) => Resizing.Bilinear(AsFloat(images), height, width, output),
        "ResizeBilinearGrad",
        context => context.Input(0));

    [Op("image.resize_nearest_neighbor")]
    public static OpDef ResizeNearestNeighbor { get; } = Declare(
        "ResizeNearestNeighbor",
        "Images [batch, height, width, channels] in another size, each pixel the one nearest to its place.",
        "resized_images: T",
        Resizing.Nearest,
        "ResizeNearestNeighborGrad",
        context => ResizeGradOp.Size(context, context.Input(0)));

    internal static Tensor AsFloat(Tensor images)
    {
        if (images.DType == DType.Float32)
            return images;
        var floats = Tensor.Allocate(DType.Float32, images.Shape);
        Kernels.Elementwise.Cast(images, floats);
        return floats;
    }

    /// <summary>How both dims of space are mapped.</summary>
    internal static (ResizeScale Height, ResizeScale Width) Scales(Attrs attrs, Shape from, Shape to)
    {
        var (align, half) = (attrs.Bool("align_corners"), attrs.Bool("half_pixel_centers"));
        return (new ResizeScale(from[1], to[1], align, half), new ResizeScale(from[2], to[2], align, half));
    }

    internal static void CheckCenters(Attrs attrs)
    {
        if (attrs.Bool("align_corners") && attrs.Bool("half_pixel_centers"))
            throw ShapeContext.Error("If half_pixel_centers is True, align_corners must be False.");
    }

    private static OpDef Declare(
        string name,
        string summary,
        string output,
        Action<Tensor, ResizeScale, ResizeScale, Tensor> resize,
        string gradient,
        Func<Gradients.GradientContext, Output> original) => new()
        {
            Name = name,
            Summary = summary,
            Inputs = ["images: T", "size: int32"],
            Outputs = [output],
            Attrs = [Numbers, "align_corners: bool = false", "half_pixel_centers: bool = false"],
            Example = $"{name}(image, [20, 20], half_pixel_centers=true)",
            Shape = context =>
            {
                CheckCenters(context.Attrs);
                var images = context.WithRank(0, 4);
                ShapeContext.Merge(context.WithRank(1, 1)[0], 2);
                var size = context.ConstantShape(1);
                context.Output(0, images.Part(0, 1).Then(size.HasRank ? size : Shape.OfRank(2)).Then(images.From(3)));
            },
            Kernel = builder =>
            {
                var attrs = builder.Attrs;
                return step => Run(step, attrs, resize);
            },
            Gradient = context => [
                context.Call(
                    gradient,
                    [context.Gradient()!.Value, original(context)],
                    NeuralNetwork.ConvolutionGradientOp.Attrs(context.Node, "align_corners", "half_pixel_centers")),
                null],
        };

    private static void Run(Step step, Attrs attrs, Action<Tensor, ResizeScale, ResizeScale, Tensor> resize)
    {
        var (images, size) = (step.Input(0), step.Input(1));
        if (images.Rank != 4)
            throw IntegerTensors.Invalid($"input must be 4-dimensional{images.Shape}");
        if (size.Rank != 1 || size.ElementCount != 2)
            throw IntegerTensors.Invalid($"shape_t must be 1-dimensional and have two elements, got shape {size.Shape}");
        var (height, width) = (size.Integer(0), size.Integer(1));
        if (height <= 0 || width <= 0)
            throw IntegerTensors.Invalid($"output dimensions must be positive, got [{height},{width}]");
        if (images.Shape[1] == 0 || images.Shape[2] == 0)
            throw IntegerTensors.Invalid($"input image must be of non-zero size, got shape {images.Shape}");
        var output = step.Allocate(0, Shape.Of(images.Shape[0], height, width, images.Shape[3]));
        var (rows, columns) = Scales(attrs, images.Shape, output.Shape);
        resize(images, rows, columns, output);
    }
}
