using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>Fills spans from a generator. Group g always comes from block g, whatever is filled before, after or beside it.</summary>
public static class RandomFill
{
    private const int BlocksPerOutput = 256;
    private const int BlocksAtOnce = 32;

    /// <summary>
    /// The blocks that one execution of a stateful op consumes, used or not: 256 for each output (<c>guarded_philox_random.h</c>).
    /// </summary>
    public static ulong ReservedBlocks(long outputs) => (ulong)outputs * BlocksPerOutput;

    /// <summary>Fills <paramref name="destination"/>, whose first element is the generator's next.</summary>
    public static void Run<T, TDistribution>(Philox generator, Span<T> destination, TDistribution distribution)
        where TDistribution : struct, IRandomDistribution<T>
    {
        var size = TDistribution.GroupSize;
        var full = destination.Length / size * size;
        Span<uint> bits = stackalloc uint[4 * BlocksAtOnce];
        var offset = 0;
        for (; offset + (size * BlocksAtOnce) <= full; offset += size * BlocksAtOnce)
        {
            generator.NextBlocks(bits);
            var blocks = MemoryMarshal.Cast<uint, PhiloxBlock>(bits);
            for (var block = 0; block < BlocksAtOnce; block++)
                distribution.Transform(blocks[block], destination.Slice(offset + (block * size), size));
        }

        for (; offset < full; offset += size)
            distribution.Transform(generator.Next(), destination.Slice(offset, size));
        if (full == destination.Length)
            return;
        var last = new T[size];
        distribution.Transform(generator.Next(), last);
        last.AsSpan(0, destination.Length - full).CopyTo(destination[full..]);
    }
}
