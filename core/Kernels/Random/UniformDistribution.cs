using System.Runtime.InteropServices;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Numbers spread evenly over [0, 1), or integers over [low, high) (<c>core/lib/random/random_distributions.h</c>).</summary>
public static class UniformDistribution
{
    /// <summary>Fills a tensor of a floating dtype with numbers in [0, 1).</summary>
    public static void Fill(Philox generator, Tensor output)
    {
        switch (output.DType)
        {
            case DType.Float32: FillSingles(generator, output.Writable<float>()); break;
            case DType.Float64: RandomFill.Run(generator, output.Writable<double>(), default(Doubles)); break;
            case DType.Float16: RandomFill.Run(generator, output.Writable<Half>(), default(Halves)); break;
            case DType.BFloat16: RandomFill.Run(generator, output.Writable<BFloat16>(), default(BFloats)); break;
            default: throw new GraphRunException(ErrorCode.DTypeMismatch, $"uniform numbers must be floating, got {output.DType.Name()}");
        }
    }

    /// <summary>
    /// Fills an int32 or int64 tensor with integers in [<paramref name="low"/>, <paramref name="high"/>), two scalars of its dtype.
    /// </summary>
    /// <exception cref="GraphRunException"><c>Need minval &lt; maxval, got 5 &gt;= 5</c></exception>
    public static void FillIntegers(Philox generator, Tensor low, Tensor high, Tensor output)
    {
        RequireScalar(low, "minval");
        RequireScalar(high, "maxval");
        if (output.DType == DType.Int32)
            FillInts(generator, low.Value<int>(), high.Value<int>(), output.Writable<int>());
        else if (output.DType == DType.UInt32)
            FillUnsigned(generator, low.Value<uint>(), high.Value<uint>(), output.Writable<int>());
        else if (output.DType == DType.UInt64)
            FillUnsigned(generator, low.Value<ulong>(), high.Value<ulong>(), output.Writable<long>());
        else
            FillLongs(generator, low.Value<long>(), high.Value<long>(), output.Writable<long>());
    }

    /// <summary>Fills an int32, int64, uint32 or uint64 tensor with random bits.</summary>
    public static void FillBits(Philox generator, Tensor output)
    {
        if (output.DType.Size() == sizeof(uint))
            RandomFill.Run(generator, output.Writable<uint>(), default(Bits32));
        else
            RandomFill.Run(generator, output.Writable<ulong>(), default(Bits64));
    }

    private static void FillInts(Philox generator, int low, int high, Span<int> destination)
    {
        RequireRange(low, high);
        RandomFill.Run(generator, destination, new Ints(low, (uint)high - (uint)low));
    }

    private static void FillLongs(Philox generator, long low, long high, Span<long> destination)
    {
        RequireRange(low, high);
        RandomFill.Run(generator, destination, new Longs(low, (ulong)high - (ulong)low));
    }

    // The bits go where the numbers come to stand, and become them there.
    private static void FillSingles(Philox generator, Span<float> numbers)
    {
        var whole = numbers[..(numbers.Length / 16 * 16)];
        generator.NextBlocks(MemoryMarshal.Cast<float, uint>(whole));
        foreach (ref var number in whole)
            number = UniformBits.ToSingle(BitConverter.SingleToUInt32Bits(number));
        RandomFill.Run(generator, numbers[whole.Length..], default(Singles));
    }

    // Adding wraps, so signed numbers of the same bits do.
    private static void FillUnsigned(Philox generator, uint low, uint high, Span<int> destination)
    {
        RequireRange(low, high);
        RandomFill.Run(generator, destination, new Ints((int)low, high - low));
    }

    private static void FillUnsigned(Philox generator, ulong low, ulong high, Span<long> destination)
    {
        if (low >= high)
            throw new GraphRunException(ErrorCode.InvalidArgument, $"Need minval < maxval, got {low} >= {high}");
        RandomFill.Run(generator, destination, new Longs((long)low, high - low));
    }

    private static void RequireRange(long low, long high)
    {
        if (low >= high)
            throw new GraphRunException(ErrorCode.InvalidArgument, $"Need minval < maxval, got {low} >= {high}");
    }

    private static void RequireScalar(Tensor tensor, string name)
    {
        if (!tensor.Shape.IsScalar)
            throw new GraphRunException(ErrorCode.InvalidArgument, $"{name} must be 0-D, got shape {tensor.Shape}");
    }

    private readonly struct Singles : IRandomDistribution<float>
    {
        public static int GroupSize => 4;

        public void Transform(in PhiloxBlock block, Span<float> group)
        {
            for (var i = 0; i < 4; i++)
                group[i] = UniformBits.ToSingle(block[i]);
        }
    }

    private readonly struct Doubles : IRandomDistribution<double>
    {
        public static int GroupSize => 2;

        public void Transform(in PhiloxBlock block, Span<double> group) =>
            (group[0], group[1]) = (UniformBits.ToDouble(block[0], block[1]), UniformBits.ToDouble(block[2], block[3]));
    }

    private readonly struct Halves : IRandomDistribution<Half>
    {
        public static int GroupSize => 4;

        public void Transform(in PhiloxBlock block, Span<Half> group)
        {
            for (var i = 0; i < 4; i++)
                group[i] = UniformBits.ToHalf(block[i]);
        }
    }

    private readonly struct BFloats : IRandomDistribution<BFloat16>
    {
        public static int GroupSize => 4;

        public void Transform(in PhiloxBlock block, Span<BFloat16> group)
        {
            for (var i = 0; i < 4; i++)
                group[i] = UniformBits.ToBFloat16(block[i]);
        }
    }

    private readonly struct Ints(int low, uint range) : IRandomDistribution<int>
    {
        public static int GroupSize => 4;

        public void Transform(in PhiloxBlock block, Span<int> group)
        {
            for (var i = 0; i < 4; i++)
                group[i] = low + (int)(block[i] % range);
        }
    }

    private readonly struct Longs(long low, ulong range) : IRandomDistribution<long>
    {
        public static int GroupSize => 2;

        public void Transform(in PhiloxBlock block, Span<long> group)
        {
            group[0] = low + (long)(Join(block[0], block[1]) % range);
            group[1] = low + (long)(Join(block[2], block[3]) % range);
        }
    }

    private readonly struct Bits32 : IRandomDistribution<uint>
    {
        public static int GroupSize => 4;

        public void Transform(in PhiloxBlock block, Span<uint> group) => ((ReadOnlySpan<uint>)block).CopyTo(group);
    }

    private readonly struct Bits64 : IRandomDistribution<ulong>
    {
        public static int GroupSize => 2;

        public void Transform(in PhiloxBlock block, Span<ulong> group) =>
            (group[0], group[1]) = (Join(block[0], block[1]), Join(block[2], block[3]));
    }

    private static ulong Join(uint low, uint high) => low | ((ulong)high << 32);
}
