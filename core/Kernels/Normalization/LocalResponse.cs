using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Local response normalisation over neighbouring channels (<c>core/kernels/lrn_op.cc</c>; Krizhevsky and others, 2012): each element is
/// divided by <c>(bias + alpha * sum of squares) ^ beta</c>. float32, channels last.
/// </summary>
/// <param name="Radius">Channels to each side.</param>
/// <param name="Bias">Keeps the divisor from 0.</param>
/// <param name="Alpha">The weight of the squares.</param>
/// <param name="Beta">The exponent.</param>
internal readonly record struct LocalResponse(long Radius, float Bias, float Alpha, float Beta)
{
    private const long ElementsPerPiece = 1 << 14;

    /// <summary>Normalises.</summary>
    public void Normalize(Tensor x, Tensor y) => Elementwise.Binary<MultiplyOperator>(x, Factors(x).Factors, y);

    /// <summary>The gradient of x.</summary>
    /// <param name="gradient">That of y.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The output.</param>
    /// <param name="result">Allocated by the caller.</param>
    public unsafe void Gradient(Tensor gradient, Tensor x, Tensor y, Tensor result)
    {
        if (x.ElementCount == 0)
            return;
        var (norms, factors) = Factors(x);
        fixed (float* changes = gradient.Values<float>())
        fixed (float* source = x.Values<float>())
        fixed (float* outputs = y.Values<float>())
        fixed (float* divisors = norms.Values<float>())
        fixed (float* powers = factors.Values<float>())
        fixed (float* sums = result.Writable<float>())
        {
            var channels = x.Shape[-1];
            var rows = new GradientRows(this, changes, source, outputs, divisors, powers, sums, channels);
            Workers.For(x.ElementCount / channels, Math.Max(1, ElementsPerPiece / channels), in rows);
        }
    }

    // What is raised to the power, and the power itself.
    private unsafe (Tensor Norms, Tensor Factors) Factors(Tensor x)
    {
        var (norms, factors) = (Tensor.Allocate(DType.Float32, x.Shape), Tensor.Allocate(DType.Float32, x.Shape));
        var channels = Math.Max(1, x.Shape[-1]);
        fixed (float* source = x.Values<float>())
        fixed (float* sums = norms.Writable<float>())
        {
            var rows = new NormRows(this, source, sums, channels);
            Workers.For(x.ElementCount / channels, Math.Max(1, ElementsPerPiece / channels), in rows);
        }

        Elementwise.BinaryFloating<PowOperator>(norms, Tensor.Scalar(-Beta), factors);
        return (norms, factors);
    }

    private readonly unsafe struct NormRows(LocalResponse response, float* source, float* norms, long channels) : IRangeBody
    {
        private readonly float* source = source;
        private readonly float* norms = norms;

        public void Run(long start, long end)
        {
            for (var first = start * channels; first < end * channels; first += channels)
            {
                for (var c = 0L; c < channels; c++)
                {
                    var sum = 0f;
                    for (var near = Math.Max(0, c - response.Radius); near <= Math.Min(channels - 1, c + response.Radius); near++)
                        sum += source[first + near] * source[first + near];
                    norms[first + c] = response.Bias + (response.Alpha * sum);
                }
            }
        }
    }

    private readonly unsafe struct GradientRows(
        LocalResponse response, float* gradient, float* x, float* y, float* norms, float* factors, float* result, long channels)
        : IRangeBody
    {
        private readonly float* gradient = gradient;
        private readonly float* x = x;
        private readonly float* y = y;
        private readonly float* norms = norms;
        private readonly float* factors = factors;
        private readonly float* result = result;

        public void Run(long start, long end)
        {
            for (var first = start * channels; first < end * channels; first += channels)
            {
                for (var c = 0L; c < channels; c++)
                {
                    var sum = gradient[first + c] * factors[first + c];
                    var weight = -2 * response.Alpha * response.Beta * x[first + c];
                    for (var near = Math.Max(0, c - response.Radius); near <= Math.Min(channels - 1, c + response.Radius); near++)
                        sum += weight * y[first + near] / norms[first + near] * gradient[first + near];
                    result[first + c] = sum;
                }
            }
        }
    }
}
