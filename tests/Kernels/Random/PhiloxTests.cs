using GraphRun.Kernels;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class PhiloxTests
{
    // The known answers of the generator's authors (Random123, kat_vectors, philox 4x32 10).
    [Theory]
    [InlineData(0x00000000_00000000, 0x00000000_00000000, 0x00000000_00000000, "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData(0xffffffff_ffffffff, 0xffffffff_ffffffff, 0xffffffff_ffffffff, "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData(0x299f31d0_a4093822, 0x85a308d3_243f6a88, 0x03707344_13198a2e, "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void A_block_equals_the_published_answer(ulong key, ulong low, ulong high, string expected)
    {
        var block = new Philox(key, new UInt128(high, low)).Next();

        Assert.Equal(expected, $"{block[0]:x8} {block[1]:x8} {block[2]:x8} {block[3]:x8}");
    }

    [Fact]
    public void Skipping_equals_drawing_and_throwing_away()
    {
        var drawn = Philox.FromSeeds(3, 4);
        for (var i = 0; i < 5; i++)
            drawn.Next();
        var skipped = Philox.FromSeeds(3, 4);

        skipped.Skip(5);

        Assert.Equal(drawn, skipped);
    }

    [Fact]
    public void The_counter_carries_over_128_bits()
    {
        var generator = new Philox(0, new UInt128(7, ulong.MaxValue));

        generator.Skip(2);

        Assert.Equal(new UInt128(8, 1), generator.Counter);
    }

    [Fact]
    public void A_negative_seed_keys_with_its_twos_complement() =>
        Assert.Equal(new Philox(ulong.MaxValue, new UInt128(ulong.MaxValue, 0)), Philox.FromSeeds(-1, -1));

    [Fact]
    public void A_stream_hands_out_the_numbers_of_successive_blocks()
    {
        var generator = Philox.FromSeeds(1, 2);
        var stream = new PhiloxStream(generator);
        var (first, second) = (generator.Next(), generator.Next());

        var drawn = Enumerable.Range(0, 8).Select(_ => stream.Next()).ToArray();

        Assert.Equal([.. (ReadOnlySpan<uint>)first, .. (ReadOnlySpan<uint>)second], drawn);
    }
}
