using System.Buffers.Binary;
using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>Google's FarmHash as a fingerprint of 64 bits, the same in every release (<c>farmhashna::Hash64</c>).</summary>
internal static class FarmFingerprint
{
    private const ulong First = 0xC3A5C85C97CB3127;
    private const ulong Second = 0xB492B66FBE98F273;
    private const ulong Third = 0x9AE16A3B2F90404F;
    private const ulong Beginning = 81;

    /// <summary>The fingerprint of some bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> text) => text.Length switch
    {
        <= 16 => OfShort(text),
        <= 32 => OfMedium(text),
        <= 64 => OfLong(text),
        _ => OfBlocks(text),
    };

    private static ulong OfShort(ReadOnlySpan<byte> text)
    {
        var length = (ulong)text.Length;
        var factor = Third + (length * 2);
        if (text.Length >= 8)
        {
            var (a, b) = (Word(text, 0) + Third, Word(text, text.Length - 8));
            return Mix((BitOperations.RotateRight(b, 37) * factor) + a, (BitOperations.RotateRight(a, 25) + b) * factor, factor);
        }

        if (text.Length >= 4)
            return Mix(length + ((ulong)HalfWord(text, 0) << 3), HalfWord(text, text.Length - 4), factor);
        if (text.Length == 0)
            return Third;
        var low = text[0] + ((uint)text[text.Length >> 1] << 8);
        var high = (uint)text.Length + ((uint)text[^1] << 2);
        return Fold((low * Third) ^ (high * First)) * Third;
    }

    private static ulong OfMedium(ReadOnlySpan<byte> text)
    {
        var factor = Third + ((ulong)text.Length * 2);
        var (a, b) = (Word(text, 0) * Second, Word(text, 8));
        var (c, d) = (Word(text, text.Length - 8) * factor, Word(text, text.Length - 16) * Third);
        return Mix(
            BitOperations.RotateRight(a + b, 43) + BitOperations.RotateRight(c, 30) + d, a + BitOperations.RotateRight(b + Third, 18) + c,
                factor);
    }

    private static ulong OfLong(ReadOnlySpan<byte> text)
    {
        var factor = Third + ((ulong)text.Length * 2);
        var (a, b) = (Word(text, 0) * Third, Word(text, 8));
        var (c, d) = (Word(text, text.Length - 8) * factor, Word(text, text.Length - 16) * Third);
        var y = BitOperations.RotateRight(a + b, 43) + BitOperations.RotateRight(c, 30) + d;
        var z = Mix(y, a + BitOperations.RotateRight(b + Third, 18) + c, factor);
        var (e, f) = (Word(text, 16) * factor, Word(text, 24));
        var (g, h) = ((y + Word(text, text.Length - 32)) * factor, (z + Word(text, text.Length - 24)) * factor);
        return Mix(
            BitOperations.RotateRight(e + f, 43) + BitOperations.RotateRight(g, 30) + h, e + BitOperations.RotateRight(f + a, 18) + g,
                factor);
    }

    private static ulong OfBlocks(ReadOnlySpan<byte> text)
    {
        ulong x = unchecked(Beginning * Third) + Word(text, 0), y = unchecked((Beginning * Second) + 113);
        var z = Fold((y * Third) + 113) * Third;
        var (v, w) = ((Low: 0UL, High: 0UL), (Low: 0UL, High: 0UL));
        var end = (text.Length - 1) / 64 * 64;
        for (var i = 0; i < end; i += 64)
        {
            x = BitOperations.RotateRight(x + y + v.Low + Word(text, i + 8), 37) * Second;
            y = BitOperations.RotateRight(y + v.High + Word(text, i + 48), 42) * Second;
            x ^= w.High;
            y += v.Low + Word(text, i + 40);
            z = BitOperations.RotateRight(z + w.Low, 33) * Second;
            v = Absorb(text, i, v.High * Second, x + w.Low);
            w = Absorb(text, i + 32, z + w.High, y + Word(text, i + 16));
            (x, z) = (z, x);
        }

        return OfLastBlock(text, (x, y, z), v, w);
    }

    // The last 64 bytes, of which the blocks before have seen some already.
    private static ulong OfLastBlock(
        ReadOnlySpan<byte> text, (ulong X, ulong Y, ulong Z) state, (ulong Low, ulong High) v, (ulong Low, ulong High) w)
    {
        var (x, y, z) = state;
        var (factor, last) = (Second + ((z & 0xFF) << 1), text.Length - 64);
        w.Low += (ulong)((text.Length - 1) & 63);
        v.Low += w.Low;
        w.Low += v.Low;
        x = BitOperations.RotateRight(x + y + v.Low + Word(text, last + 8), 37) * factor;
        y = BitOperations.RotateRight(y + v.High + Word(text, last + 48), 42) * factor;
        x ^= w.High * 9;
        y += (v.Low * 9) + Word(text, last + 40);
        z = BitOperations.RotateRight(z + w.Low, 33) * factor;
        v = Absorb(text, last, v.High * factor, x + w.Low);
        w = Absorb(text, last + 32, z + w.High, y + Word(text, last + 16));
        return Mix(Mix(v.Low, w.Low, factor) + (Fold(y) * First) + x, Mix(v.High, w.High, factor) + z, factor);
    }

    private static (ulong Low, ulong High) Absorb(ReadOnlySpan<byte> text, int at, ulong a, ulong b)
    {
        var last = Word(text, at + 24);
        a += Word(text, at);
        b = BitOperations.RotateRight(b + a + last, 21);
        var before = a;
        a += Word(text, at + 8) + Word(text, at + 16);
        b += BitOperations.RotateRight(a, 44);
        return (a + last, b + before);
    }

    private static ulong Mix(ulong x, ulong y, ulong factor)
    {
        var a = Fold((x ^ y) * factor);
        return Fold((y ^ a) * factor) * factor;
    }

    private static ulong Fold(ulong value) => value ^ (value >> 47);

    private static ulong Word(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt64LittleEndian(text[at..]);

    private static uint HalfWord(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt32LittleEndian(text[at..]);
}
