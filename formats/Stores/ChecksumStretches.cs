using System.Numerics;

namespace GraphRun.Formats.Stores;

/// <summary>
/// CRC-32C of long inputs. The processor begins a step every cycle and ends it three later, so three neighbouring stretches are
/// worked on at a time and put together: the remainder is linear over GF(2), and what stands before a stretch passes through it
/// as through zeros.
/// </summary>
internal static class ChecksumStretches
{
    /// <summary>The words of a stretch.</summary>
    private const int Length = 512;

    /// <summary>What becomes of each value of each byte of a state, lowest byte first, after a stretch of zeros.</summary>
    private static readonly uint[] afterZeros = TabulateZeros();

    /// <summary>Takes as many words from the beginning as make whole groups of stretches; the state after them, not inverted.</summary>
    public static uint Append(uint state, ref ReadOnlySpan<ulong> words)
    {
        for (; words.Length >= 3 * Length; words = words[(3 * Length)..])
        {
            var (second, third) = (0u, 0u);
            var left = words[..Length];
            var middle = words.Slice(Length, Length);
            var right = words.Slice(2 * Length, Length);
            for (var i = 0; i < Length; i++)
            {
                state = BitOperations.Crc32C(state, left[i]);
                second = BitOperations.Crc32C(second, middle[i]);
                third = BitOperations.Crc32C(third, right[i]);
            }

            state = AfterZeros(AfterZeros(state) ^ second) ^ third;
        }

        return state;
    }

    private static uint AfterZeros(uint state)
    {
        var table = afterZeros;
        return table[state & 0xff] ^ table[256 + ((state >> 8) & 0xff)] ^ table[512 + ((state >> 16) & 0xff)] ^ table[768 + (state >> 24)];
    }

    private static uint[] TabulateZeros()
    {
        var table = new uint[4 * 256];
        for (var bit = 0; bit < 32; bit++)
        {
            var state = 1u << bit;
            for (var i = 0; i < Length; i++)
                state = BitOperations.Crc32C(state, 0UL);
            var (first, power) = (bit / 8 * 256, 1 << (bit % 8));
            for (var lower = 0; lower < power; lower++)
                table[first + power + lower] = table[first + lower] ^ state;
        }

        return table;
    }
}
