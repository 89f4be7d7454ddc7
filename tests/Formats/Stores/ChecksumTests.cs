using System.Text;
using GraphRun.Formats.Stores;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

public sealed class ChecksumTests
{
    /// <summary>RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRC algorithms.</summary>
    [Fact]
    public void The_published_examples_have_their_checksums()
    {
        Assert.Equal(0x8A9136AAu, Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Of([.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal(0x46DD794Eu, Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113FDB5Cu, Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(0xE3069283u, Of(Encoding.ASCII.GetBytes("123456789")));
    }

    [Theory]
    [InlineData(12_287)]
    [InlineData(12_288)]
    [InlineData(12_289)]
    [InlineData(24_576 + 8)]
    [InlineData(100_003)]
    public void A_long_input_has_the_checksum_of_its_bits(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.Equal(BitByBit(bytes), Of(bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(12_288)]
    [InlineData(30_001)]
    public void The_bounds_of_the_pieces_do_not_matter(int piece)
    {
        var bytes = new byte[60_000];
        new Random(1).NextBytes(bytes);
        var checksum = default(Checksum);
        foreach (var part in bytes.Chunk(piece))
            checksum.Append(part);
        Assert.Equal(BitByBit(bytes), checksum.Value);
    }

    private static uint Of(byte[] bytes)
    {
        var checksum = default(Checksum);
        checksum.Append(bytes);
        return checksum.Value;
    }

    /// <summary>The definition: division by the polynomial 1EDC6F41, bits reflected.</summary>
    private static uint BitByBit(byte[] bytes)
    {
        var state = uint.MaxValue;
        foreach (var single in bytes)
        {
            state ^= single;
            for (var bit = 0; bit < 8; bit++)
                state = (state & 1) != 0 ? (state >> 1) ^ 0x82F63B78 : state >> 1;
        }

        return ~state;
    }
}
