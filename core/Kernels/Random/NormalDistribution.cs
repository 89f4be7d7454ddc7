using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Numbers of mean 0 and standard deviation 1, all of them or only those within two standard deviations
/// (<c>core/lib/random/random_distributions.h</c>). float16 and bfloat16 round the float32 numbers.
/// </summary>
public static class NormalDistribution
{
    /// <summary>Fills a tensor of a floating dtype with normal numbers.</summary>
    public static void Fill(Philox generator, Tensor output)
    {
        if (output.DType == DType.Float64)
            Fill<double, BoxMuller.Doubles>(generator, output);
        else
            Fill<float, BoxMuller.Singles>(generator, output);
    }

    /// <summary>
    /// Fills a tensor of a floating dtype with normal numbers below 2 in magnitude. Numbers outside are drawn again: each block's
    /// worth of outputs has 64 blocks for each of its outputs to draw from, so that it does not depend on the others.
    /// </summary>
    public static void FillTruncated(Philox generator, Tensor output)
    {
        if (output.DType == DType.Float64)
            FillTruncated<double, BoxMuller.Doubles>(generator, output);
        else
            FillTruncated<float, BoxMuller.Singles>(generator, output);
    }

    [SkipLocalsInit]
    private static void Fill<T, TNumbers>(Philox generator, Tensor output)
        where T : unmanaged
        where TNumbers : struct, INormalNumbers<T>
    {
        Span<uint> bits = stackalloc uint[4 * BoxMuller.MostBlocks];
        Span<T> numbers = stackalloc T[TNumbers.PerBlock * BoxMuller.MostBlocks];
        for (var offset = 0; offset < output.ElementCount; offset += numbers.Length)
        {
            generator.NextBlocks(bits);
            TNumbers.Transform(bits, numbers);
            Store<T>(numbers[..(int)Math.Min(numbers.Length, output.ElementCount - offset)], output, offset);
        }
    }

    [SkipLocalsInit]
    private static void FillTruncated<T, TNumbers>(Philox generator, Tensor output)
        where T : unmanaged
        where TNumbers : struct, INormalNumbers<T>
    {
        var size = TNumbers.PerBlock;
        Span<T> numbers = stackalloc T[size * BoxMuller.MostBlocks];
        for (var offset = 0; offset < output.ElementCount; offset += numbers.Length)
        {
            var count = (int)Math.Min(numbers.Length, output.ElementCount - offset);
            DrawGroups<T, TNumbers>(generator, offset / size, numbers[..((count + size - 1) / size * size)]);
            Store<T>(numbers[..count], output, offset);
        }
    }

    // Round after round, the groups that are not full yet draw one more block each, all of them at once.
    [SkipLocalsInit]
    private static void DrawGroups<T, TNumbers>(Philox generator, long firstGroup, Span<T> numbers)
        where T : unmanaged
        where TNumbers : struct, INormalNumbers<T>
    {
        var size = TNumbers.PerBlock;
        Span<uint> bits = stackalloc uint[4 * BoxMuller.MostBlocks];
        Span<T> drawn = stackalloc T[size * BoxMuller.MostBlocks];
        Span<int> open = stackalloc int[BoxMuller.MostBlocks];
        Span<int> filled = stackalloc int[BoxMuller.MostBlocks];
        filled.Clear();
        var left = numbers.Length / size;
        for (var group = 0; group < left; group++)
            open[group] = group;
        for (var round = 0UL; left > 0; round++)
        {
            for (var i = 0; i < left; i++)
            {
                var place = generator;
                place.Skip(((ulong)(firstGroup + open[i]) * (ulong)(64 * size)) + round);
                place.Next(bits[(4 * i)..]);
            }

            TNumbers.Transform(bits[..(4 * left)], drawn[..(size * left)]);
            left = Accept<T, TNumbers>(drawn, open[..left], filled, numbers);
        }
    }

    // Takes what is inside into groups with room, and keeps the groups that still have some.
    private static int Accept<T, TNumbers>(ReadOnlySpan<T> drawn, Span<int> open, Span<int> filled, Span<T> numbers)
        where T : unmanaged
        where TNumbers : struct, INormalNumbers<T>
    {
        var (size, left) = (TNumbers.PerBlock, 0);
        for (var i = 0; i < open.Length; i++)
        {
            var group = open[i];
            for (var j = 0; j < size && filled[group] < size; j++)
            {
                if (TNumbers.IsInside(drawn[(i * size) + j]))
                    numbers[(group * size) + filled[group]++] = drawn[(i * size) + j];
            }

            if (filled[group] < size)
                open[left++] = group;
        }

        return left;
    }

    private static void Store<T>(ReadOnlySpan<T> numbers, Tensor output, int offset)
        where T : unmanaged
    {
        switch (output.DType)
        {
            case DType.Float32 or DType.Float64: numbers.CopyTo(output.Writable<T>()[offset..]); break;
            case DType.Float16: StoreHalves(MemoryMarshal.Cast<T, float>(numbers), output.Writable<Half>()[offset..]); break;
            case DType.BFloat16: StoreBFloats(MemoryMarshal.Cast<T, float>(numbers), output.Writable<BFloat16>()[offset..]); break;
            default: throw new GraphRunException(ErrorCode.DTypeMismatch, $"normal numbers must be floating, got {output.DType.Name()}");
        }
    }

    private static void StoreHalves(ReadOnlySpan<float> numbers, Span<Half> output)
    {
        for (var i = 0; i < numbers.Length; i++)
            output[i] = (Half)numbers[i];
    }

    private static void StoreBFloats(ReadOnlySpan<float> numbers, Span<BFloat16> output)
    {
        for (var i = 0; i < numbers.Length; i++)
            output[i] = (BFloat16)numbers[i];
    }
}
