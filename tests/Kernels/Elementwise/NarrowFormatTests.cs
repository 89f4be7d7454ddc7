using System.Runtime.InteropServices;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class NarrowFormatTests
{
    [Fact]
    public void Every_half_widens_to_its_value()
    {
        var x = new Half[65536];
        for (var i = 0; i < x.Length; i++)
            x[i] = BitConverter.UInt16BitsToHalf((ushort)i);
        var z = new float[x.Length];
        Narrow<Half, HalfFormat>.Widen(x, z);
        Assert.All(x.Zip(z), pair => Assert.Equal((float)pair.First, pair.Second));
    }

    [Fact]
    public void Rounding_to_half_is_to_nearest_even()
    {
        // Every half, the halfway points between neighbours, and the floats next to these.
        var x = new List<float>();
        for (var i = 0; i < 65535; i++)
        {
            var (low, high) = ((float)BitConverter.UInt16BitsToHalf((ushort)i), (float)BitConverter.UInt16BitsToHalf((ushort)(i + 1)));
            var middle = (low + high) / 2;
            x.AddRange([low, middle, MathF.BitIncrement(middle), MathF.BitDecrement(middle)]);
        }

        x.AddRange([65519f, 65520f, 65504f, 1e30f, -1e30f, 1e-30f, float.Epsilon, float.NegativeInfinity, float.MaxValue]);
        var z = new Half[x.Count];
        Narrow<Half, HalfFormat>.Round(CollectionsMarshal.AsSpan(x), z);
        for (var i = 0; i < z.Length; i++)
            Assert.True(Same((Half)x[i], z[i]), $"{x[i]:R} became {z[i]}, expected {(Half)x[i]}");
    }

    [Fact]
    public void Rounding_to_bfloat16_is_to_nearest_even()
    {
        float[] x = [1f, 1.00390625f, 1.01171875f, 3.3895314e38f, 3.4e38f, float.NegativeInfinity, -0f, 1e-40f, 1.0039064f, -1.0039064f];
        ushort[] expected = [0x3F80, 0x3F80, 0x3F82, 0x7F7F, 0x7F80, 0xFF80, 0x8000, 0x0001, 0x3F81, 0xBF81];
        var z = new BFloat16[x.Length];
        Narrow<BFloat16, BFloat16Format>.Round(x, z);
        Assert.Equal(expected, z.Select(value => value.Bits));
    }

    [Fact]
    public void A_nan_stays_a_nan_of_its_sign()
    {
        float[] x = [float.NaN, BitConverter.UInt32BitsToSingle(0x7F800001), BitConverter.UInt32BitsToSingle(0xFFFFFFFF)];
        var (halves, shorts) = (new Half[3], new BFloat16[3]);
        Narrow<Half, HalfFormat>.Round(x, halves);
        Narrow<BFloat16, BFloat16Format>.Round(x, shorts);
        Assert.All(halves, value => Assert.True(Half.IsNaN(value)));
        Assert.All(shorts, value => Assert.True(float.IsNaN((float)value)));
        Assert.Equal(x.Select(float.IsNegative), halves.Select(Half.IsNegative));
        Assert.Equal(x.Select(float.IsNegative), shorts.Select(value => float.IsNegative((float)value)));
    }

    private static bool Same(Half expected, Half got) =>
        BitConverter.HalfToUInt16Bits(expected) == BitConverter.HalfToUInt16Bits(got) || (Half.IsNaN(expected) && Half.IsNaN(got));
}
