using System.Numerics;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public sealed class ScanTests
{
    // The examples of tf.cumsum's and tf.math.cumprod's documentation, with a = 2, b = 3, c = 5.
    [Theory]
    [InlineData(false, false, new[] { 2f, 5, 10 }, new[] { 2f, 6, 30 })]
    [InlineData(true, false, new[] { 0f, 2, 5 }, new[] { 1f, 2, 6 })]
    [InlineData(false, true, new[] { 10f, 8, 5 }, new[] { 30f, 15, 5 })]
    [InlineData(true, true, new[] { 8f, 5, 0 }, new[] { 15f, 5, 1 })]
    public void Scans_run_both_ways_with_and_without_the_element(bool exclusive, bool reverse, float[] sums, float[] products)
    {
        var x = Tensor.Vector(2f, 3, 5);
        var result = Tensor.Allocate(DType.Float32, x.Shape);

        Scan.Sum(x, 0, exclusive, reverse, result);
        Assert.Equal(sums, result.Values<float>().ToArray());

        Scan.Product(x, 0, exclusive, reverse, result);
        Assert.Equal(products, result.Values<float>().ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(19)]
    [InlineData(1500)]
    public void A_scan_along_a_middle_axis_keeps_columns_apart(int columns)
    {
        var x = Tensor.Allocate(DType.Int32, Shape.Of(2, 4, columns));
        for (var i = 0; i < x.ElementCount; i++)
            x.Writable<int>()[i] = i % 17;
        var result = Tensor.Allocate(DType.Int32, x.Shape);

        Scan.Sum(x, 1, exclusive: false, reverse: true, result);

        var expected = x.Values<int>().ToArray();
        for (var i = expected.Length - 1; i >= 0; i--)
        {
            if (i / columns % 4 < 3)
                expected[i] += expected[i + columns];
        }

        Assert.Equal(expected, result.Values<int>().ToArray());
    }

    [Fact]
    public void Halves_keep_the_running_sum_in_float32()
    {
        var x = Tensor.Vector((Half)2048, (Half)1, (Half)1);
        var result = Tensor.Allocate(DType.Float16, x.Shape);

        Scan.Sum(x, 0, exclusive: false, reverse: false, result);

        Assert.Equal([(Half)2048, (Half)2048, (Half)2050], result.Values<Half>().ToArray());
    }

    [Fact]
    public void Complex_numbers_are_scanned()
    {
        var x = Tensor.Vector(Complex.ImaginaryOne, Complex.ImaginaryOne, 2);
        var result = Tensor.Allocate(DType.Complex128, x.Shape);

        Scan.Sum(x, 0, exclusive: false, reverse: false, result);
        Assert.Equal([new(0, 1), new(0, 2), new(2, 2)], result.Values<Complex>().ToArray());

        Scan.Product(x, 0, exclusive: false, reverse: false, result);
        Assert.Equal([new(0, 1), new(-1, 0), new(-2, 0)], result.Values<Complex>().ToArray());
    }
}
