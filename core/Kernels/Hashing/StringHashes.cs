using System.Buffers.Binary;
using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>TensorFlow's other hashes of strings.</summary>
internal static class StringHashes
{
    private const ulong Factor = 0xC6A4A7935BD1E995;
    private const ulong Seed = 0xDECAFCAFFE;

    /// <summary>MurmurHash64A with TensorFlow's seed (<c>core/platform/hash.cc</c>).</summary>
    public static ulong Plain(ReadOnlySpan<byte> text)
    {
        var hash = Seed ^ ((ulong)text.Length * Factor);
        for (; text.Length >= 8; text = text[8..])
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(text) * Factor;
            hash = (hash ^ ((word ^ (word >> 47)) * Factor)) * Factor;
        }

        if (text.Length > 0)
            hash = (hash ^ Rest(text)) * Factor;
        hash = (hash ^ (hash >> 47)) * Factor;
        return hash ^ (hash >> 47);
    }

    /// <summary>SipHash-2-4 (Aumasson and Bernstein, 2012) under a key of two words.</summary>
    public static ulong Keyed(ReadOnlySpan<byte> text, ulong first, ulong second)
    {
        var state = new SipState(first, second);
        var length = (ulong)text.Length;
        for (; text.Length >= 8; text = text[8..])
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(text));
        state.Absorb(Rest(text) | (length << 56));
        return state.Finish();
    }

    // Fewer than eight bytes as the low bytes of a word.
    private static ulong Rest(ReadOnlySpan<byte> text)
    {
        var word = 0UL;
        for (var i = 0; i < text.Length; i++)
            word |= (ulong)text[i] << (8 * i);
        return word;
    }

    private struct SipState(ulong first, ulong second)
    {
        private ulong a = first ^ 0x736F6D6570736575;
        private ulong b = second ^ 0x646F72616E646F6D;
        private ulong c = first ^ 0x6C7967656E657261;
        private ulong d = second ^ 0x7465646279746573;

        public void Absorb(ulong word)
        {
            d ^= word;
            Turn(2);
            a ^= word;
        }

        public ulong Finish()
        {
            c ^= 0xFF;
            Turn(4);
            return a ^ b ^ c ^ d;
        }

        private void Turn(int rounds)
        {
            for (; rounds > 0; rounds--)
            {
                a += b;
                c += d;
                b = BitOperations.RotateLeft(b, 13) ^ a;
                d = BitOperations.RotateLeft(d, 16) ^ c;
                a = BitOperations.RotateLeft(a, 32) + d;
                c += b;
                d = BitOperations.RotateLeft(d, 21) ^ a;
                b = BitOperations.RotateLeft(b, 17) ^ c;
                c = BitOperations.RotateLeft(c, 32);
            }
        }
    }
}
