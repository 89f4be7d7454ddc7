using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>
/// The discrete Fourier transform of lines of one length, in float64: y[k] = sum of x[j] e^(-2 pi i j k / n). Powers of two by Cooley and
/// Tukey's halving (1965), all other lengths as a convolution of a power of two (Bluestein, 1970). Made once for a length.
/// </summary>
internal sealed unsafe class FourierPlan
{
    private readonly int padded;
    private readonly Complex[] roots;
    private readonly Complex[]? chirp;
    private readonly Complex[]? filter;

    /// <param name="length">The number of elements of a line, at least 1.</param>
    public FourierPlan(int length)
    {
        Length = length;
        padded = BitOperations.IsPow2(length) ? length : (int)BitOperations.RoundUpToPowerOf2(2 * (uint)length - 1);
        roots = Roots(padded / 2, padded, i => i);
        if (padded == length)
            return;
        chirp = Roots(length, 2 * length, i => i * i % (2L * length));
        filter = new Complex[padded];
        for (var i = 0; i < length; i++)
            filter[i] = filter[(padded - i) % padded] = Complex.Conjugate(chirp[i]);
        fixed (Complex* elements = filter)
            TransformPadded(elements);
    }

    public int Length { get; }

    /// <summary>Elements of working memory that a transform needs.</summary>
    public int ScratchLength => chirp is null ? 0 : padded;

    /// <summary>Transforms a line in place.</summary>
    /// <param name="line">The elements, <see cref="Length"/> of them.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> elements of working memory.</param>
    /// <param name="isInverse">The other sign of the exponent, and the result divided by the length.</param>
    public void Run(Complex* line, Complex* scratch, bool isInverse)
    {
        if (isInverse)
            Conjugate(line, 1);
        if (chirp is null)
            TransformPadded(line);
        else
            Convolve(line, scratch);
        if (isInverse)
            Conjugate(line, Length);
    }

    private void Conjugate(Complex* line, double divisor)
    {
        for (var i = 0; i < Length; i++)
            line[i] = new Complex(line[i].Real / divisor, -line[i].Imaginary / divisor);
    }

    private void Convolve(Complex* line, Complex* scratch)
    {
        for (var i = 0; i < Length; i++)
            scratch[i] = line[i] * chirp![i];
        new Span<Complex>(scratch + Length, padded - Length).Clear();
        TransformPadded(scratch);

        // The inverse of a transform is the transform of the conjugate, conjugated and divided.
        for (var i = 0; i < padded; i++)
            scratch[i] = Complex.Conjugate(scratch[i] * filter![i]);
        TransformPadded(scratch);
        for (var i = 0; i < Length; i++)
            line[i] = new Complex(scratch[i].Real / padded, -scratch[i].Imaginary / padded) * chirp![i];
    }

    private void TransformPadded(Complex* line)
    {
        Permute(line);
        for (var half = 1; half < padded; half *= 2)
        {
            var stride = padded / (2 * half);
            for (var start = 0; start < padded; start += 2 * half)
                Combine((double*)(line + start), (double*)(line + start + half), half, stride);
        }
    }

    // Real and imaginary parts one by one: as the operators of Complex compute them, in half the time.
    private void Combine(double* even, double* odd, int half, int stride)
    {
        fixed (Complex* first = roots)
        {
            var root = (double*)first;
            for (var i = 0; i < half; i++, even += 2, odd += 2, root += 2 * stride)
            {
                var real = (odd[0] * root[0]) - (odd[1] * root[1]);
                var imaginary = (odd[1] * root[0]) + (odd[0] * root[1]);
                var (evenReal, evenImaginary) = (even[0], even[1]);
                even[0] = evenReal + real;
                even[1] = evenImaginary + imaginary;
                odd[0] = evenReal - real;
                odd[1] = evenImaginary - imaginary;
            }
        }
    }

    private void Permute(Complex* line)
    {
        var shift = 32 - BitOperations.Log2((uint)padded);
        for (var i = 1; i < padded - 1; i++)
        {
            var reversed = (int)(Reverse((uint)i) >> shift);
            if (reversed > i)
                (line[i], line[reversed]) = (line[reversed], line[i]);
        }
    }

    private static uint Reverse(uint bits)
    {
        bits = ((bits >> 1) & 0x55555555) | ((bits & 0x55555555) << 1);
        bits = ((bits >> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
        bits = ((bits >> 4) & 0x0F0F0F0F) | ((bits & 0x0F0F0F0F) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits);
    }

    /// <summary>e^(-2 pi i p / turn) for the powers p of 0, 1, ... count - 1.</summary>
    private static Complex[] Roots(int count, int turn, Func<long, long> power)
    {
        var roots = new Complex[count];
        for (var i = 0; i < count; i++)
        {
            var angle = Vector.Create(2 * Math.PI * power(i) / turn);
            roots[i] = new Complex(VectorMath.Cos(angle)[0], -VectorMath.Sin(angle)[0]);
        }

        return roots;
    }
}
