using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>Blocks of random bits as normal numbers of one type.</summary>
internal interface INormalNumbers<T>
{
    /// <summary>Numbers of one block: 4, or 2 where a number takes 64 bits.</summary>
    static abstract int PerBlock { get; }

    /// <summary>
    /// Turns bits, four words a block, into normal numbers; as many whole blocks as there are, at most <see cref="BoxMuller.MostBlocks"/>.
    /// </summary>
    static abstract void Transform(ReadOnlySpan<uint> bits, Span<T> numbers);

    /// <summary>Whether a number is within two standard deviations.</summary>
    static abstract bool IsInside(T number);
}

/// <summary>
/// Two uniform numbers become two normal ones (Box and Muller, 1958) in TensorFlow's order, sine before cosine
/// (<c>core/lib/random/random_distributions.h</c>). Logarithm, sine and cosine are the project's own, whole vectors at a time.
/// </summary>
internal static class BoxMuller
{
    /// <summary>The most blocks that are transformed at once.</summary>
    public const int MostBlocks = 64;

    // The least first number: its logarithm must be finite.
    private const float Floor = 1e-7f;

    public readonly struct Singles : INormalNumbers<float>
    {
        public static int PerBlock => 4;

        public static bool IsInside(float number) => MathF.Abs(number) < 2f;

        [SkipLocalsInit]
        public static void Transform(ReadOnlySpan<uint> bits, Span<float> numbers)
        {
            Span<float> radii = stackalloc float[2 * MostBlocks];
            Span<float> angles = stackalloc float[2 * MostBlocks];
            radii.Fill(1);
            angles.Clear();
            for (var i = 0; i < bits.Length / 2; i++)
            {
                radii[i] = Math.Max(UniformBits.ToSingle(bits[2 * i]), Floor);
                angles[i] = (float)(2 * Math.PI * UniformBits.ToSingle(bits[(2 * i) + 1]));
            }

            for (var i = 0; i < radii.Length; i += Vector<float>.Count)
            {
                var radius = Vector.SquareRoot(VectorMath.Log(new Vector<float>(radii[i..])) * -2f);
                var angle = new Vector<float>(angles[i..]);
                (VectorMath.Sin(angle) * radius).CopyTo(radii[i..]);
                (VectorMath.Cos(angle) * radius).CopyTo(angles[i..]);
            }

            for (var i = 0; i < numbers.Length / 2; i++)
                (numbers[2 * i], numbers[(2 * i) + 1]) = (radii[i], angles[i]);
        }
    }

    public readonly struct Doubles : INormalNumbers<double>
    {
        public static int PerBlock => 2;

        public static bool IsInside(double number) => Math.Abs(number) < 2;

        [SkipLocalsInit]
        public static void Transform(ReadOnlySpan<uint> bits, Span<double> numbers)
        {
            Span<double> radii = stackalloc double[MostBlocks];
            Span<double> angles = stackalloc double[MostBlocks];
            radii.Fill(1);
            angles.Clear();
            for (var i = 0; i < bits.Length / 4; i++)
            {
                radii[i] = Math.Max(UniformBits.ToDouble(bits[4 * i], bits[(4 * i) + 1]), 1e-7);
                angles[i] = 2 * Math.PI * UniformBits.ToDouble(bits[(4 * i) + 2], bits[(4 * i) + 3]);
            }

            for (var i = 0; i < radii.Length; i += Vector<double>.Count)
            {
                var radius = Vector.SquareRoot(VectorMath.Log(new Vector<double>(radii[i..])) * -2.0);
                var angle = new Vector<double>(angles[i..]);
                (VectorMath.Sin(angle) * radius).CopyTo(radii[i..]);
                (VectorMath.Cos(angle) * radius).CopyTo(angles[i..]);
            }

            for (var i = 0; i < numbers.Length / 2; i++)
                (numbers[2 * i], numbers[(2 * i) + 1]) = (radii[i], angles[i]);
        }
    }
}
