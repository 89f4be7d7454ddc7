using System.Numerics;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Spectral;

public sealed class FourierOpTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(100)]
    public void A_line_of_any_length_is_transformed_by_the_definition(int length)
    {
        var x = Signal(length);
        var result = Single("FFT", [Tensor.Vector<Complex>(x)]).Values<Complex>();

        for (var k = 0; k < length; k++)
        {
            var expected = Complex.Zero;
            for (var j = 0; j < length; j++)
                expected += x[j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * (j * k % length) / length);
            Assert.True((expected - result[k]).Magnitude < 1e-12 * length, $"{k}: {expected}, {result[k]}");
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(16)]
    public void The_inverse_brings_back_what_was_transformed(int length)
    {
        var x = Signal(length);
        var back = Single("IFFT", [Single("FFT", [Tensor.Vector<Complex>(x)])]).Values<Complex>();

        for (var i = 0; i < length; i++)
            Assert.True((x[i] - back[i]).Magnitude < 1e-13);
    }

    [Fact]
    public void Two_dims_are_transformed_one_after_the_other() =>
        // numpy.fft.fft2([[1,2],[3,5]])
        Assert.Equal("complex64[2,2] 11+0i -3+0i -5+0i 1+0i", Show(Single("FFT2D", [Tensor.Of<Complex64>(Shape.Of(2, 2), [new(1, 0), new(2, 0), new(3, 0), new(5, 0)])])));

    [Fact]
    public void Of_real_numbers_one_half_of_the_result_is_kept() =>
        // numpy.fft.rfft([1,2,3,4])
        Assert.Equal("complex64[3] 10+0i -2+2i -2+0i", Show(Single("RFFT", [Tensor.Vector(1f, 2f, 3f, 4f), Tensor.Vector(4)])));

    [Fact]
    public void Elements_beyond_fft_length_do_not_count() =>
        Assert.Equal("complex64[2] 3+0i -1+0i", Show(Single("RFFT", [Tensor.Vector(1f, 2f, 3f, 4f), Tensor.Vector(2)])));

    [Fact]
    public void The_inverse_of_one_half_is_real()
    {
        var half = Tensor.Vector<Complex64>(new(10, 0), new(-2, 2), new(-2, 0));

        Assert.Equal("float32[4] 1 2 3 4", Show(Single("IRFFT", [half, Tensor.Vector(4)])));
    }

    [Fact]
    public void Two_dims_of_real_numbers_come_back()
    {
        var x = Matrix(new[,] { { 1d, 2, 3 }, { 4, 5, 7 } });
        var transformed = Single("RFFT2D", [x, Tensor.Vector(2, 3)], ("Tcomplex", DType.Complex128));

        // numpy.fft.rfft2([[1,2,3],[4,5,7]])
        Complex[] expected = [22, new(-3.5, 2.598076211353316), -10, new(0.5, -0.866025403784439)];
        for (var i = 0; i < expected.Length; i++)
            Assert.True((expected[i] - transformed.Values<Complex>()[i]).Magnitude < 1e-12);
        var back = Single("IRFFT2D", [transformed, Tensor.Vector(2, 3)], ("Treal", DType.Float64)).Values<double>();
        for (var i = 0; i < back.Length; i++)
            Assert.Equal(x.Values<double>()[i], back[i], 1e-13);
    }

    [Fact]
    public void Nothing_is_transformed_to_nothing() =>
        Assert.Equal("complex64[0,3]", Show(Single("RFFT", [Tensor.Of<float>(Shape.Of(0, 4), []), Tensor.Vector(4)])));

    [Fact]
    public void Too_few_elements_are_refused() => Assert.StartsWith(
        "Input dimension 0 must have length of at least 4 but got: 2", Error("RFFT", [Tensor.Vector(1f, 2f), Tensor.Vector(4)]));

    private static Complex[] Signal(int length) =>
        [.. Enumerable.Range(0, length).Select(i => new Complex((i * 37 % 19) - 9, (i * 11 % 7) - 3))];
}
