using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// The counter-based generator Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011), keyed as
/// TensorFlow keys it (<c>core/lib/random/philox_random.h</c>). Every block of four 32-bit numbers is a pure function of the
/// key and a 128-bit counter, so that work can be split anywhere without changing a number.
/// </summary>
public struct Philox(ulong key, UInt128 counter) : IEquatable<Philox>
{
    private const uint FirstMultiplier = 0xD2511F53;
    private const uint SecondMultiplier = 0xCD9E8D57;
    private const uint FirstKeyStep = 0x9E3779B9;
    private const uint SecondKeyStep = 0xBB67AE85;
    private const int Rounds = 10;

    private static readonly Philox scrambler = new(0x02461E29_3EC8F720, 0);

    /// <summary>The key: TensorFlow's first seed.</summary>
    public ulong Key { get; } = key;

    /// <summary>The number of the next block; its upper half starts as TensorFlow's second seed.</summary>
    public UInt128 Counter { get; private set; } = counter;

    /// <summary>
    /// The generator of a stateful op at its beginning: <paramref name="seed"/> is the key, <paramref name="seed2"/> the counter's upper
    /// half.
    /// </summary>
    public static Philox FromSeeds(long seed, long seed2) => new((ulong)seed, new UInt128((ulong)seed2, 0));

    /// <summary>
    /// The generator of a stateless op. The pair is scrambled by one block of a fixed key, so that no part of it needs to be
    /// strong (<c>core/kernels/stateless_random_ops.cc</c>).
    /// </summary>
    public static Philox FromStatelessSeed(long first, long second)
    {
        var mixed = scrambler.At(new UInt128((ulong)second, (ulong)first)).Next();
        return new Philox(((ulong)mixed[1] << 32) | mixed[0], new UInt128(((ulong)mixed[3] << 32) | mixed[2], 0));
    }

    /// <summary>Passes over as many blocks of four numbers.</summary>
    public void Skip(UInt128 blocks) => Counter += blocks;

    /// <summary>The four numbers at the counter, which moves on by one.</summary>
    public PhiloxBlock Next()
    {
        var (low, high) = ((ulong)Counter, (ulong)(Counter >> 64));
        var (c0, c1, c2, c3) = ((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32));
        var (k0, k1) = ((uint)Key, (uint)(Key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var first = (ulong)FirstMultiplier * c0;
            var second = (ulong)SecondMultiplier * c2;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            k0 += FirstKeyStep;
            k1 += SecondKeyStep;
        }

        Counter++;
        var block = default(PhiloxBlock);
        (block[0], block[1], block[2], block[3]) = (c0, c1, c2, c3);
        return block;
    }

    /// <summary>
    /// Fills <paramref name="destination"/>, whose length is a multiple of 16, with the numbers of the blocks at the counter, four blocks side
    /// by side, because each waits long for its own products.
    /// </summary>
    public void NextBlocks(Span<uint> destination)
    {
        for (; destination.Length >= 16; destination = destination[16..])
        {
            var ((a0, a1), (b0, b1), (c0, c1), (d0, d1)) = (Begin(0), Begin(1), Begin(2), Begin(3));
            var (k0, k1) = ((uint)Key, (uint)(Key >> 32));
            for (var round = 0; round < Rounds; round++)
            {
                (a0, a1) = Mix(a0, a1, k0, k1);
                (b0, b1) = Mix(b0, b1, k0, k1);
                (c0, c1) = Mix(c0, c1, k0, k1);
                (d0, d1) = Mix(d0, d1, k0, k1);
                k0 += FirstKeyStep;
                k1 += SecondKeyStep;
            }

            Store(a0, a1, destination);
            Store(b0, b1, destination[4..]);
            Store(c0, c1, destination[8..]);
            Store(d0, d1, destination[12..]);
            Counter += 4;
        }
    }

    // Two 32-bit words in each half.
    private readonly (ulong Low, ulong High) Begin(uint ahead)
    {
        var counter = Counter + ahead;
        return ((ulong)counter, (ulong)(counter >> 64));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) Mix(ulong low, ulong high, uint k0, uint k1)
    {
        var first = (ulong)FirstMultiplier * (uint)low;
        var second = (ulong)SecondMultiplier * (uint)high;
        return (((second >> 32) ^ (low >> 32) ^ k0) | (second << 32), ((first >> 32) ^ (high >> 32) ^ k1) | (first << 32));
    }

    private static void Store(ulong low, ulong high, Span<uint> destination)
    {
        destination[3] = (uint)(high >> 32);
        destination[0] = (uint)low;
        destination[1] = (uint)(low >> 32);
        destination[2] = (uint)high;
    }

    /// <summary>The four numbers at the counter into the first four places.</summary>
    public void Next(Span<uint> destination)
    {
        var block = Next();
        ((ReadOnlySpan<uint>)block).CopyTo(destination);
    }

    public readonly bool Equals(Philox other) => Key == other.Key && Counter == other.Counter;

    public override readonly bool Equals(object? obj) => obj is Philox other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Key, Counter);

    public static bool operator ==(Philox left, Philox right) => left.Equals(right);

    public static bool operator !=(Philox left, Philox right) => !left.Equals(right);

    private readonly Philox At(UInt128 counter) => new(Key, counter);
}

/// <summary>The four 32-bit numbers of one counter value.</summary>
[InlineArray(4)]
public struct PhiloxBlock
{
    private uint first;
}
