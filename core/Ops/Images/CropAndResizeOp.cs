using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops.NeuralNetwork;
using GraphRun.Tensors;

namespace GraphRun.Ops.Images;

/// <summary>Boxes of images, resized, and their gradients.</summary>
public static class CropAndResizeOp
{
    [Op("image.crop_and_resize")]
    public static OpDef CropAndResize { get; } = new()
    {
        Name = "CropAndResize",
        Summary = "Cuts boxes [top, left, bottom, right], in parts of an image's height and width less one pixel, out of the images "
            + "that box_ind names, and resizes them to crop_size; "
            + "what lies outside its image is extrapolation_value.",
        Inputs = ["image: T", "boxes: float", "box_ind: int32", "crop_size: int32"],
        Outputs = ["crops: float"],
        Attrs =
        [
            "T: {uint8, uint16, int8, int16, int32, int64, half, float, double}",
            "method: {'bilinear', 'nearest'} = 'bilinear'",
            "extrapolation_value: float = 0",
        ],
        Example = "CropAndResize(image, [[0.0, 0.0, 0.5, 0.5]], [0], [10, 10])",
        Shape = context =>
        {
            var (image, boxes, indices) = (context.WithRank(0, 4), context.WithRank(1, 2), context.WithRank(2, 1));
            ShapeContext.Merge(boxes[1], 4);
            ShapeContext.Merge(context.WithRank(3, 1)[0], 2);
            var size = context.ConstantShape(3);
            var count = Shape.Named([ShapeContext.Merge(boxes[0], indices[0])], [boxes.NameOf(0) ?? indices.NameOf(0)]);
            context.Output(0, count.Then(size.HasRank ? size : Shape.OfRank(2)).Then(image.From(3)));
        },
        Kernel = builder =>
        {
            var (isBilinear, outside) = (builder.Attrs.Text("method") == "bilinear", builder.Attrs.Float("extrapolation_value"));
            return step =>
            {
                var (image, size) = (step.Input(0), Size(step.Input(3)));
                var cropping = Make(image.Shape, step.Input(1), step.Input(2), size, isBilinear);
                var crops = step.Allocate(0, Shape.Of(step.Input(1).Shape[0], size.Height, size.Width, image.Shape[3]));
                cropping.Crop(ResizeOp.AsFloat(image), outside, crops);
            };
        },
        Gradient = context =>
        {
            var (gradient, image, boxes, indices) = (context.Gradient()!.Value, context.Input(0), context.Input(1), context.Input(2));
            Output? ofImage = image.DType is DType.Float16 or DType.Float32 or DType.Float64
                ? context.Call(
                    "CropAndResizeGradImage",
                    [gradient, boxes, indices, context.Call("Shape", image)],
                    [("T", image.DType), .. ConvolutionGradientOp.Attrs(context.Node, "method")])
                : null;
            return [ofImage, context.Call("CropAndResizeGradBoxes", gradient, image, boxes, indices), null, null];
        },
    };

    [Op]
    public static OpDef CropAndResizeGradImage { get; } = new()
    {
        Name = "CropAndResizeGradImage",
        Summary = "The gradient of CropAndResize's images, whose shape is given.",
        Inputs = ["grads: float", "boxes: float", "box_ind: int32", "image_size: int32"],
        Outputs = ["output: T"],
        Attrs = ["T: {float, half, double}", "method: {'bilinear', 'nearest'} = 'bilinear'"],
        Example = "CropAndResizeGradImage(ones([1, 2, 2, 2]), [[0.0, 0.0, 0.5, 0.5]], [0], [1, 4, 4, 2], T=float32)",
        Shape = context =>
        {
            context.WithRank(0, 4);
            var shape = context.ConstantShape(3);
            context.Output(0, shape.HasRank ? shape : Shape.OfRank(4));
        },
        Kernel = builder =>
        {
            var isBilinear = builder.Attrs.Text("method") == "bilinear";
            return step =>
            {
                var (gradient, shape) = (step.Input(0), step.Input(3).ToShape());
                ConvolutionKernel.CheckRank("grads", gradient.Shape, 4);
                var cropping = Make(shape, step.Input(1), step.Input(2), (gradient.Shape[1], gradient.Shape[2]), isBilinear);
                CheckGradient(gradient.Shape, step.Input(1).Shape[0], shape);
                var output = step.Allocate(0, shape);
                var target = output.DType == DType.Float32 ? output : Tensor.Allocate(DType.Float32, shape);
                cropping.ImageGradient(gradient, target);
                if (!ReferenceEquals(target, output))
                    Kernels.Elementwise.Cast(target, output);
            };
        },
    };

    [Op]
    public static OpDef CropAndResizeGradBoxes { get; } = new()
    {
        Name = "CropAndResizeGradBoxes",
        Summary = "The gradient of CropAndResize's boxes, for bilinear crops.",
        Inputs = ["grads: float", "image: T", "boxes: float", "box_ind: int32"],
        Outputs = ["output: float"],
        Attrs = ["T: {uint8, uint16, int8, int16, int32, int64, half, float, double}", "method: {'bilinear'} = 'bilinear'"],
        Example = "CropAndResizeGradBoxes(ones([1, 2, 2, 2]), image, [[0.0, 0.0, 0.5, 0.5]], [0])",
        Shape = context => context.Output(0, context.WithRank(2, 2)),
        Kernel = _ => step =>
        {
            var (gradient, image, boxes) = (step.Input(0), step.Input(1), step.Input(2));
            ConvolutionKernel.CheckRank("grads", gradient.Shape, 4);
            var cropping = Make(image.Shape, boxes, step.Input(3), (gradient.Shape[1], gradient.Shape[2]), isBilinear: true);
            CheckGradient(gradient.Shape, boxes.Shape[0], image.Shape);
            cropping.BoxGradient(gradient, ResizeOp.AsFloat(image), step.Allocate(0, boxes.Shape));
        },
    };

    private static Cropping Make(Shape images, Tensor boxes, Tensor indices, (long Height, long Width) size, bool isBilinear)
    {
        if (images.Rank != 4)
            throw IntegerTensors.Invalid($"input image must be 4-D, got shape {images}");
        if (images[1] <= 0 || images[2] <= 0)
            throw IntegerTensors.Invalid("image dimensions must be positive");
        if (boxes.Rank != 2 || boxes.Shape[1] != 4)
            throw IntegerTensors.Invalid($"boxes must be a matrix of 4 columns, got shape {boxes.Shape}");
        if (indices.Rank != 1 || indices.Shape[0] != boxes.Shape[0])
            throw IntegerTensors.Invalid("box_index has incompatible shape");
        if (Array.Exists(indices.Integers(), index => index < 0 || index >= images[0]))
            throw IntegerTensors.Invalid("box_index has values outside [0, batch_size)");
        return new Cropping(boxes, indices, images, size, isBilinear);
    }

    private static (long Height, long Width) Size(Tensor size)
    {
        if (size.Rank != 1 || size.ElementCount != 2)
            throw IntegerTensors.Invalid($"crop_size must have two elements, got shape {size.Shape}");
        return size.Integer(0) > 0 && size.Integer(1) > 0
            ? (size.Integer(0), size.Integer(1))
            : throw IntegerTensors.Invalid("crop dimensions must be positive");
    }

    private static void CheckGradient(Shape gradient, long boxes, Shape images)
    {
        if (gradient[0] != boxes || gradient[3] != images[3])
            throw IntegerTensors.Invalid($"boxes, image and grads have incompatible shapes: {boxes} boxes, {images}, {gradient}");
    }
}
