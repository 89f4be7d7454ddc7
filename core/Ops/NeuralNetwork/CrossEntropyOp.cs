using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The cross entropy of probabilities that are given as logits.</summary>
public static class CrossEntropyOp
{
    [Op("nn.softmax_cross_entropy_with_logits", "nn.softmax_cross_entropy_with_logits_v2")]
    public static OpDef SoftmaxCrossEntropyWithLogits { get; } = new()
    {
        Name = "SoftmaxCrossEntropyWithLogits",
        Summary = "For each row of a batch the cross entropy of its labels, which are probabilities, and of the softmax of its "
            + "features; and its gradient, softmax - labels.",
        Inputs = ["features: T", "labels: T"],
        Outputs = ["loss: T", "backprop: T"],
        Attrs = ["T: {half, bfloat16, float, double}"],
        Parameters = ["labels: labels", "logits: features"],
        Example = "nn.softmax_cross_entropy_with_logits(labels=[[0.0, 1.0]], logits=[[1.0, 2.0]])",
        Shape = context =>
        {
            var shape = Broadcasting.Combine(context.Input(0), context.Input(1));
            if (shape.HasRank && shape.Rank != 2)
                throw ShapeContext.Error($"Shape must be rank 2 but is rank {shape.Rank}");
            context.Output(0, shape.HasRank ? shape.Part(0, 1) : Shape.OfRank(1));
            context.Output(1, shape.HasRank ? shape : Shape.OfRank(2));
        },
        Kernel = builder =>
        {
            var layout = new ComputeLayout(false, builder.InputDType(0));
            return step => Run(step, layout);
        },
        Gradient = context =>
        {
            var logarithms = context.Call("Neg", context.Call("LogSoftmax", context.Input(0)));
            return [OfFeatures(context), context.Gradient() is { } loss ? PerRow(context, loss, logarithms) : null];
        },
    };

    [Op("nn.sparse_softmax_cross_entropy_with_logits")]
    public static OpDef SparseSoftmaxCrossEntropyWithLogits { get; } = new()
    {
        Name = "SparseSoftmaxCrossEntropyWithLogits",
        Summary = "For each row of a batch the cross entropy of its label, the number of a class, and of the softmax of its features; "
            + "and its gradient.",
        Inputs = ["features: T", "labels: Tlabels"],
        Outputs = ["loss: T", "backprop: T"],
        Attrs = ["T: {half, bfloat16, float, double}", "Tlabels: {int32, int64} = DT_INT64"],
        Parameters = ["labels: labels", "logits: features"],
        Example = "nn.sparse_softmax_cross_entropy_with_logits(labels=[1], logits=[[1.0, 2.0]])",
        Shape = context =>
        {
            var (features, labels) = (context.WithRank(0, 2), context.WithRank(1, 1));
            var batch = ShapeContext.Merge(features[0], labels[0]);
            context.Output(0, Shape.Named([batch], [features.NameOf(0) ?? labels.NameOf(0)]));
            context.Output(1, batch == features[0] ? features : features.With(0, batch));
        },
        Kernel = builder =>
        {
            var layout = new ComputeLayout(false, builder.InputDType(0));
            return step => RunSparse(step, layout);
        },
        Gradient = context => [OfFeatures(context), null],
    };

    // The second output is itself a gradient, and its own is that of a softmax (nn_grad.py).
    private static Output? OfFeatures(GradientContext context)
    {
        var first = context.Gradient() is { } loss ? (Output?)PerRow(context, loss, context.Output(1)) : null;
        if (context.Gradient(1) is not { } second)
            return first;
        var softmax = context.Call("Softmax", context.Input(0));
        var axis = context.Builder.Constant(Tensor.Vector(1));
        var mean = context.Call("Sum", [context.Call("Mul", second, softmax), axis], ("keep_dims", true));
        var change = context.Call("Mul", context.Call("Sub", second, mean), softmax);
        return first is { } sum ? context.Call("AddV2", sum, change) : change;
    }

    private static Output PerRow(GradientContext context, Output loss, Output rows) =>
        context.Call("Mul", context.Call("ExpandDims", loss, context.Builder.Constant(Tensor.Scalar(-1))), rows);

    private static void Run(Step step, ComputeLayout layout)
    {
        var (features, labels) = (step.Input(0), step.Input(1));
        var shape = Combine(features.Shape, labels.Shape);
        var (loss, backprop) = (step.Allocate(0, Shape.Of(shape[0])), step.Allocate(1, shape));
        if (shape.ElementCount == 0)
        {
            Filling.Zeros(loss);
            return;
        }

        var (wideFeatures, wideLabels) = (Broadcast(ComputeLayout.Widen(features), shape), ComputeLayout.Widen(labels));
        var (wideLoss, wideBackprop) = (layout.Target(loss), layout.Target(backprop));
        var products = Tensor.Allocate(wideFeatures.DType, shape);
        RowSoftmax.LogSoftmax(wideFeatures, products);
        Kernels.Elementwise.Binary<MultiplyOperator>(products, wideLabels, products);
        Reduction.Sum(products, [1], wideLoss);
        Kernels.Elementwise.Unary<NegateOperator>(wideLoss, wideLoss);
        RowSoftmax.Softmax(wideFeatures, wideBackprop);
        Kernels.Elementwise.Binary<SubtractOperator>(wideBackprop, wideLabels, wideBackprop);
        layout.Store(wideLoss, loss);
        layout.Store(wideBackprop, backprop);
    }

    private static Shape Combine(Shape features, Shape labels)
    {
        Shape shape;
        try
        {
            shape = Broadcasting.Combine(features, labels);
        }
        catch (Errors.GraphRunException)
        {
            throw IntegerTensors.Invalid($"logits and labels must be broadcastable: logits_size={features} labels_size={labels}");
        }

        return shape.Rank == 2
            ? shape
            : throw IntegerTensors.Invalid(
                $"logits and labels must be either 2-dimensional, or broadcasted to be 2-dimensional, but logits_size={features} "
                    + $"labels_size={labels}");
    }

    private static Tensor Broadcast(Tensor x, Shape shape)
    {
        if (x.Shape.Equals(shape))
            return x;
        var stretched = Tensor.Allocate(x.DType, shape);
        StridedCopy.Run(x, StridedView.Of(x.Shape).Stretch(shape.Dims), stretched);
        return stretched;
    }

    private static void RunSparse(Step step, ComputeLayout layout)
    {
        var (features, labels) = (step.Input(0), step.Input(1));
        if (features.Rank != 2)
            throw IntegerTensors.Invalid($"logits must be 2-D, but got shape {features.Shape}");
        if (labels.Rank != 1 || labels.ElementCount != features.Shape[0])
            throw IntegerTensors.Invalid($"logits and labels must have the same first dimension, got logits shape {features.Shape} and "
                + $"labels shape {labels.Shape}");
        var (loss, backprop) = (step.Allocate(0, labels.Shape), step.Allocate(1, features.Shape));
        if (features.Shape[1] == 0 && labels.ElementCount > 0)
            throw IntegerTensors.Invalid($"Must have at least one class, but got logits shape {features.Shape}");
        CheckLabels(labels, features.Shape[1]);
        if (labels.ElementCount == 0)
            return;
        var wide = ComputeLayout.Widen(features);
        var (wideLoss, wideBackprop) = (layout.Target(loss), layout.Target(backprop));
        var logarithms = Tensor.Allocate(wide.DType, wide.Shape);
        RowSoftmax.LogSoftmax(wide, logarithms);
        RowSoftmax.Softmax(wide, wideBackprop);
        if (wide.DType == DType.Float32)
            Pick(logarithms.Values<float>(), labels, wideLoss.Writable<float>(), wideBackprop.Writable<float>());
        else
            Pick(logarithms.Values<double>(), labels, wideLoss.Writable<double>(), wideBackprop.Writable<double>());
        layout.Store(wideLoss, loss);
        layout.Store(wideBackprop, backprop);
    }

    private static void Pick<T>(ReadOnlySpan<T> logarithms, Tensor labels, Span<T> loss, Span<T> backprop)
        where T : System.Numerics.INumber<T>
    {
        var classes = logarithms.Length / loss.Length;
        for (var i = 0; i < loss.Length; i++)
        {
            var at = (i * classes) + (int)labels.Integer(i);
            loss[i] = -logarithms[at];
            backprop[at] -= T.One;
        }
    }

    private static void CheckLabels(Tensor labels, long classes)
    {
        for (var i = 0; i < labels.ElementCount; i++)
        {
            var label = labels.Integer(i);
            if (label < 0 || label >= classes)
                throw IntegerTensors.Invalid($"Received a label value of {label} which is outside the valid range of [0, {classes}).");
        }
    }
}
