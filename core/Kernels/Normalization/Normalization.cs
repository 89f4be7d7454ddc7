using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Batch normalisation of float32 tensors, channels last (<c>core/kernels/fused_batch_norm_op.cc</c>).</summary>
internal static class Normalization
{
    /// <summary><c>scale / sqrt(variance + epsilon)</c> for each channel.</summary>
    public static Tensor Scale(Tensor scale, Tensor variance, float epsilon)
    {
        var deviation = Tensor.Allocate(variance.DType, variance.Shape);
        var result = Tensor.Allocate(variance.DType, variance.Shape);
        var least = Tensor.Allocate(variance.DType, Shape.Scalar);
        Elementwise.Cast(Tensor.Scalar(epsilon), least);
        Elementwise.Binary<AddOperator>(variance, least, deviation);
        Elementwise.UnaryFloating<SquareRootOperator>(deviation, deviation);
        Elementwise.BinaryFloating<DivideOperator>(scale, deviation, result);
        return result;
    }

    /// <summary><c>(x - mean) * scale / sqrt(variance + epsilon) + offset</c>, in one pass.</summary>
    public static void Normalize(Tensor x, Tensor scale, Tensor offset, Tensor mean, Tensor variance, float epsilon, Tensor y) =>
        Finishing<float>.Apply(x, new Finish { Mean = mean, Scale = Scale(scale, variance, epsilon), Bias = offset }, y);

    /// <summary>The mean and the (uncorrected) variance of each channel; NaN over no elements.</summary>
    public static void Moments(Tensor x, Tensor mean, Tensor variance)
    {
        var rows = Rows(x);
        Reduction.Mean(rows, [0], mean);
        var centered = Tensor.Allocate(DType.Float32, rows.Shape);
        Elementwise.Binary<SubtractOperator>(rows, mean, centered);
        Elementwise.Binary<MultiplyOperator>(centered, centered, centered);
        Reduction.Mean(centered, [0], variance);
    }

    /// <summary>The gradients of x, scale and offset.</summary>
    /// <param name="gradient">That of y.</param>
    /// <param name="x">The input.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="moments">Mean and variance that x was normalised by.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="isTraining">The moments were those of x itself, so that they change with it.</param>
    /// <param name="results">Allocated by the caller.</param>
    public static void Gradients(
        Tensor gradient,
        Tensor x,
        Tensor scale,
        (Tensor Mean, Tensor Variance) moments,
        float epsilon,
        bool isTraining,
        (Tensor X, Tensor Scale, Tensor Offset) results)
    {
        var (dy, rows) = (Rows(gradient), Rows(x));
        var channels = moments.Mean.Shape;
        var inverse = Scale(Tensor.Scalar(1f), moments.Variance, epsilon);
        var (centered, product) = (Tensor.Allocate(DType.Float32, rows.Shape), Tensor.Allocate(DType.Float32, rows.Shape));
        Elementwise.Binary<SubtractOperator>(rows, moments.Mean, centered);
        Elementwise.Binary<MultiplyOperator>(dy, centered, product);
        var projection = Tensor.Allocate(DType.Float32, channels);
        Reduction.Sum(product, [0], projection);
        Reduction.Sum(dy, [0], results.Offset);
        Elementwise.Binary<MultiplyOperator>(projection, inverse, results.Scale);

        var factor = Tensor.Allocate(DType.Float32, channels);
        Elementwise.Binary<MultiplyOperator>(scale, inverse, factor);
        var dx = Rows(results.X);
        if (!isTraining)
        {
            Elementwise.Binary<MultiplyOperator>(dy, factor, dx);
            return;
        }

        // dx = factor * (dy - mean(dy) - centered * projection / (count * (variance + epsilon)))
        var mean = Tensor.Allocate(DType.Float32, channels);
        Reduction.Mean(dy, [0], mean);
        Elementwise.Binary<MultiplyOperator>(results.Scale, inverse, projection);
        Elementwise.BinaryFloating<DivideOperator>(projection, Tensor.Scalar((float)rows.Shape[0]), projection);
        Elementwise.Binary<MultiplyOperator>(centered, projection, centered);
        Elementwise.Binary<SubtractOperator>(dy, mean, product);
        Elementwise.Binary<SubtractOperator>(product, centered, product);
        Elementwise.Binary<MultiplyOperator>(product, factor, dx);
    }

    private static Tensor Rows(Tensor x) => x.Reshape(Shape.Of(x.Shape[-1] == 0 ? 0 : x.ElementCount / x.Shape[-1], x.Shape[-1]));
}
