using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>
/// Random numbers by rejection, from pairs of float64 that are used from the back as TensorFlow's kernels do
/// (<c>core/kernels/random_op.cc</c>, <c>random_poisson_op.cc</c>). Each output has 256 blocks of its own to draw from, so that it does not
/// depend on the others.
/// </summary>
internal struct RejectionNumbers(Philox generator)
{
    private Philox generator = generator;
    private (double First, double Second) uniforms;
    private (double First, double Second) normals;
    private int uniformsLeft;
    private int normalsLeft;

    /// <summary>A number of the gamma distribution of scale 1 (Marsaglia and Tsang, 2000).</summary>
    /// <param name="alpha">The shape, above 0.</param>
    public double Gamma(double alpha)
    {
        if (alpha == 1)
            return -Log(1 - Uniform());
        var isSmall = alpha < 1;
        var d = alpha + (isSmall ? 2.0 / 3 : -1.0 / 3);
        var c = 1.0 / 3 / Math.Sqrt(d);
        while (true)
        {
            var x = Normal();
            var v = 1 + (c * x);
            if (v <= 0)
                continue;
            v = v * v * v;
            var u = Uniform();
            if (u >= 1 - (0.0331 * (x * x) * (x * x)) && Log(u) >= (0.5 * x * x) + (d * (1 - v + Log(v))))
                continue;
            return isSmall ? d * v * Power(Uniform(), 1 / alpha) : d * v;
        }
    }

    /// <summary>
    /// A number of the Poisson distribution: by products of uniform numbers (Knuth) or by transformed rejection (Hörmann, 1993).
    /// </summary>
    /// <param name="rate">The mean; NaN for infinity and below 0.</param>
    /// <param name="greatest">The greatest number that the output can hold.</param>
    public double Poisson(double rate, double greatest)
    {
        if (!(rate >= 0) || double.IsInfinity(rate))
            return double.NaN;
        return rate < 10 ? PoissonByProducts(rate, greatest) : PoissonByRejection(rate, greatest);
    }

    private double PoissonByProducts(double rate, double greatest)
    {
        var least = VectorMath.Exp(new Vector<double>(-rate))[0];
        var (product, count) = (1.0, 0.0);
        while (true)
        {
            product *= Uniform();
            if (product <= least && count <= greatest)
                return count;
            count++;
        }
    }

    private double PoissonByRejection(double rate, double greatest)
    {
        var logarithm = Log(rate);
        var b = 0.931 + (2.53 * Math.Sqrt(rate));
        var a = -0.059 + (0.02483 * b);
        var inverse = 1.1239 + (1.1328 / (b - 3.4));
        while (true)
        {
            var u = Uniform() - 0.5;
            var v = Uniform();
            var distance = 0.5 - Math.Abs(u);
            var count = Math.Floor((((2 * a / distance) + b) * u) + rate + 0.43);
            if (count > greatest)
                continue;
            if (distance >= 0.07 && v <= 0.9277 - (3.6224 / (b - 2)))
                return count;
            if (count < 0 || (distance < 0.013 && v > distance))
                continue;
            if (Log(v * inverse / ((a / (distance * distance)) + b)) <= -rate
                + (count * logarithm) - VectorMath.Lgamma(new Vector<double>(count + 1))[0])
                return count;
        }
    }

    private double Uniform()
    {
        if (uniformsLeft == 0)
        {
            var block = generator.Next();
            uniforms = (UniformBits.ToDouble(block[0], block[1]), UniformBits.ToDouble(block[2], block[3]));
            uniformsLeft = 2;
        }

        return --uniformsLeft == 1 ? uniforms.Second : uniforms.First;
    }

    private double Normal()
    {
        if (normalsLeft == 0)
        {
            Span<uint> bits = stackalloc uint[4];
            Span<double> pair = stackalloc double[2];
            generator.Next(bits);
            BoxMuller.Doubles.Transform(bits, pair);
            normals = (pair[0], pair[1]);
            normalsLeft = 2;
        }

        return --normalsLeft == 1 ? normals.Second : normals.First;
    }

    private static double Log(double x) => VectorMath.Log(new Vector<double>(x))[0];

    private static double Power(double x, double y) => VectorMath.Pow(new Vector<double>(x), new Vector<double>(y))[0];
}
