using System.Numerics;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public sealed class ReductionTests
{
    private delegate void Reducer(Tensor x, ReadOnlySpan<int> axes, Tensor result);

    [Theory]
    [InlineData(new long[] { 2, 3 }, new[] { 0 }, new[] { 5f, 7, 9 })]
    [InlineData(new long[] { 2, 3 }, new[] { 1 }, new[] { 6f, 15 })]
    [InlineData(new long[] { 2, 3 }, new[] { 0, 1 }, new[] { 21f })]
    [InlineData(new long[] { 2, 3 }, new int[0], new[] { 1f, 2, 3, 4, 5, 6 })]
    [InlineData(new long[] { 1, 6, 1 }, new[] { 1 }, new[] { 21f })]
    [InlineData(new long[] { 1, 2, 3 }, new[] { 0 }, new[] { 1f, 2, 3, 4, 5, 6 })]
    public void Sums_over_axes_of_small_tensors(long[] shape, int[] axes, float[] expected) =>
        Assert.Equal(expected, Reduce<float>(Reduction.Sum, Tensor.Of<float>(Shape.Of(shape), [1, 2, 3, 4, 5, 6]), axes));

    /// <summary>Small integers are summed exactly in float32, so a plain loop in any order is the reference.</summary>
    [Theory]
    [InlineData(new long[] { 7 })]
    [InlineData(new long[] { 100 })]
    [InlineData(new long[] { 70_001 })]
    [InlineData(new long[] { 3, 5 })]
    [InlineData(new long[] { 5_000, 3 })]
    [InlineData(new long[] { 3, 5_000 })]
    [InlineData(new long[] { 300, 65 })]
    [InlineData(new long[] { 17, 2_100 })]
    [InlineData(new long[] { 4, 3, 5 })]
    [InlineData(new long[] { 2, 700, 3, 30 })]
    [InlineData(new long[] { 3, 2, 4, 2, 5 })]
    public void Sums_over_every_set_of_axes_agree_with_a_plain_loop(long[] dims)
    {
        var x = Numbers(Shape.Of(dims), i => i * 7919 % 13 - 6);
        for (var set = 0; set < 1 << dims.Length; set++)
        {
            var axes = Enumerable.Range(0, dims.Length).Where(axis => (set >> axis & 1) == 1).ToArray();
            Assert.Equal(PlainSum(x, axes), Reduce<float>(Reduction.Sum, x, axes));
        }
    }

    [Fact]
    public void Elements_go_to_sixty_four_lanes_that_are_folded_by_halves()
    {
        var x = Random(Shape.Of(1000));
        var lanes = new float[64];
        for (var i = 0; i < 1000; i++)
            lanes[i % 64] += x.Values<float>()[i];
        for (var half = 32; half > 0; half /= 2)
        {
            for (var i = 0; i < half; i++)
                lanes[i] += lanes[i + half];
        }

        Assert.Equal(lanes[0], Reduce<float>(Reduction.Sum, x, [0])[0]);
    }

    [Fact]
    public void A_column_among_many_is_added_in_order()
    {
        var x = Random(Shape.Of(200, 67));
        var expected = new float[67];
        for (var i = 0; i < x.ElementCount; i++)
            expected[i % 67] += x.Values<float>()[i];

        Assert.Equal(expected, Reduce<float>(Reduction.Sum, x, [0]));
    }

    [Theory]
    [InlineData(new long[] { 300_007 }, new[] { 0 })]
    [InlineData(new long[] { 50_000, 6 }, new[] { 0 })]
    [InlineData(new long[] { 3_000, 100 }, new[] { 0 })]
    [InlineData(new long[] { 10, 300, 100 }, new[] { 0, 2 })]
    public void The_number_of_threads_changes_no_bit(long[] dims, int[] axes)
    {
        var x = Random(Shape.Of(dims));
        var count = Workers.Count;
        Workers.Count = 1;
        var alone = Reduce<float>(Reduction.Sum, x, axes);
        Workers.Count = 4;
        var together = Reduce<float>(Reduction.Sum, x, axes);
        Workers.Count = count;

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Means_divide_by_the_number_of_reduced_elements()
    {
        var x = Tensor.Of<float>(Shape.Of(2, 2), [1, 1, 2, 2]);

        Assert.Equal([1.5f], Reduce<float>(Reduction.Mean, x, [0, 1]));
        Assert.Equal([1.5f, 1.5f], Reduce<float>(Reduction.Mean, x, [0]));
        Assert.Equal([1f, 2], Reduce<float>(Reduction.Mean, x, [1]));
    }

    [Fact]
    public void A_mean_of_integers_does_not_wrap_and_rounds_toward_zero()
    {
        Assert.Equal([(sbyte)100], Reduce<sbyte>(Reduction.Mean, Tensor.Vector<sbyte>(100, 100, 100, 101), [0]));
        Assert.Equal([-1], Reduce<int>(Reduction.Mean, Tensor.Vector(-1, -2, -2), [0]));
        Assert.Equal([int.MaxValue], Reduce<int>(Reduction.Mean, Tensor.Vector(int.MaxValue, int.MaxValue), [0]));
    }

    [Fact]
    public void Sums_and_products_of_integers_wrap()
    {
        Assert.Equal([(byte)44], Reduce<byte>(Reduction.Sum, Tensor.Vector<byte>(200, 100), [0]));
        Assert.Equal([int.MinValue], Reduce<int>(Reduction.Sum, Tensor.Vector(int.MaxValue, 1), [0]));
        Assert.Equal([(short)0], Reduce<short>(Reduction.Product, Tensor.Vector<short>(256, 256), [0]));
        Assert.Equal([-2L], Reduce<long>(Reduction.Product, Tensor.Vector(long.MaxValue, 2), [0]));
    }

    [Fact]
    public void Products_multiply() =>
        Assert.Equal([4f, 10, 18], Reduce<float>(Reduction.Product, Tensor.Of<float>(Shape.Of(2, 3), [1, 2, 3, 4, 5, 6]), [0]));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 10)]
    [InlineData(0, 300)]
    public void Over_no_elements_each_reduction_gives_its_identity(long outer, int columns)
    {
        var x = Tensor.Allocate(DType.Float32, Shape.Of(outer, 0, columns));
        var count = (int)outer * columns;

        Assert.Equal(Enumerable.Repeat(0f, count), Reduce<float>(Reduction.Sum, x, [1]));
        Assert.Equal(Enumerable.Repeat(1f, count), Reduce<float>(Reduction.Product, x, [1]));
        Assert.Equal(Enumerable.Repeat(float.NaN, count), Reduce<float>(Reduction.Mean, x, [1]));
        Assert.Equal(Enumerable.Repeat(float.NegativeInfinity, count), Reduce<float>(Reduction.Maximum, x, [1]));
        Assert.Equal(Enumerable.Repeat(float.PositiveInfinity, count), Reduce<float>(Reduction.Minimum, x, [1]));
        Assert.Equal(Enumerable.Repeat(0f, count), Reduce<float>(Reduction.EuclideanNorm, x, [1]));
    }

    [Fact]
    public void Over_no_integers_the_extremes_are_those_of_the_dtype()
    {
        var x = Tensor.Allocate(DType.Int8, Shape.Of(0));

        Assert.Equal([sbyte.MinValue], Reduce<sbyte>(Reduction.Maximum, x, [0]));
        Assert.Equal([sbyte.MaxValue], Reduce<sbyte>(Reduction.Minimum, x, [0]));
        Assert.Equal([(sbyte)0], Reduce<sbyte>(Reduction.Mean, x, [0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(100)]
    public void A_NaN_among_the_elements_is_the_largest_and_the_smallest(int length)
    {
        for (var position = 0; position < length; position++)
        {
            var x = Numbers(Shape.Of(length), i => i == position ? float.NaN : i);

            Assert.Equal([float.NaN], Reduce<float>(Reduction.Maximum, x, [0]));
            Assert.Equal([float.NaN], Reduce<float>(Reduction.Minimum, x, [0]));
        }
    }

    [Fact]
    public void Zeros_are_ordered_by_their_sign()
    {
        foreach (var values in new float[][] { [0f, -0f], [-0f, 0f] })
        {
            Assert.False(float.IsNegative(Reduce<float>(Reduction.Maximum, Tensor.Vector<float>(values), [0])[0]));
            Assert.True(float.IsNegative(Reduce<float>(Reduction.Minimum, Tensor.Vector<float>(values), [0])[0]));
        }
    }

    [Fact]
    public void Extremes_are_found_in_every_dtype()
    {
        Assert.Equal([(byte)255], Reduce<byte>(Reduction.Maximum, Tensor.Vector<byte>(3, 255, 128), [0]));
        Assert.Equal([(sbyte)-128], Reduce<sbyte>(Reduction.Minimum, Tensor.Vector<sbyte>(3, -128, 127), [0]));
        Assert.Equal([ulong.MaxValue], Reduce<ulong>(Reduction.Maximum, Tensor.Vector<ulong>(1, ulong.MaxValue), [0]));
        Assert.Equal([-1L], Reduce<long>(Reduction.Minimum, Tensor.Vector(1L, -1L), [0]));
        Assert.Equal([(Half)2], Reduce<Half>(Reduction.Maximum, Tensor.Vector((Half)1, (Half)2), [0]));
        Assert.Equal([-3d, 0], Reduce<double>(Reduction.Minimum, Tensor.Of<double>(Shape.Of(2, 2), [-3, 5, 0, 2]), [1]));
    }

    [Fact]
    public void All_and_any_fold_bools()
    {
        var x = Tensor.Of(Shape.Of(3, 2), [true, true, true, false, false, false]);

        Assert.Equal([true, false, false], Reduce<bool>(Reduction.All, x, [1]));
        Assert.Equal([true, true, false], Reduce<bool>(Reduction.Any, x, [1]));
        Assert.Equal([true], Reduce<bool>(Reduction.All, Tensor.Allocate(DType.Bool, Shape.Of(0)), [0]));
        Assert.Equal([false], Reduce<bool>(Reduction.Any, Tensor.Allocate(DType.Bool, Shape.Of(0)), [0]));
    }

    [Fact]
    public void Halves_are_rounded_once()
    {
        // 2048 + 1 is a tie that float16 rounds back to 2048; 2050 is representable.
        Assert.Equal([(Half)2050], Reduce<Half>(Reduction.Sum, Tensor.Vector((Half)2048, (Half)1, (Half)1), [0]));
        // bfloat16 has 8 significant bits: 256 + 1 is a tie; 258 is representable.
        Assert.Equal(
            [(BFloat16)258f],
            Reduce<BFloat16>(Reduction.Sum, Tensor.Vector((BFloat16)256f, (BFloat16)1f, (BFloat16)1f), [0]));
    }

    [Fact]
    public void Long_rows_of_halves_are_converted_piece_by_piece()
    {
        var x = Tensor.Allocate(DType.BFloat16, Shape.Of(5_000, 3));
        for (var i = 0; i < 15_000; i++)
            x.Writable<BFloat16>()[i] = (BFloat16)(i % 3 == 2 ? 1f : 0);

        Assert.Equal([(BFloat16)0f, (BFloat16)0f, (BFloat16)1f], Reduce<BFloat16>(Reduction.Mean, x, [0]));
    }

    [Fact]
    public void Complex_numbers_add_and_multiply()
    {
        var x = Tensor.Of(Shape.Of(2, 2), [new Complex64(1, 2), new Complex64(3, -1), new Complex64(0, 1), new Complex64(2, 2)]);

        Assert.Equal([new Complex64(1, 3), new Complex64(5, 1)], Reduce<Complex64>(Reduction.Sum, x, [0]));
        Assert.Equal([new Complex64(4, 1), new Complex64(2, 3)], Reduce<Complex64>(Reduction.Sum, x, [1]));
        Assert.Equal([new Complex64(1.5f, 1)], Reduce<Complex64>(Reduction.Mean, x, [0, 1]));
        Assert.Equal([new Complex64(5, 5), new Complex64(-2, 2)], Reduce<Complex64>(Reduction.Product, x, [1]));
        Assert.Equal(
            [new Complex(-1, 0)],
            Reduce<Complex>(Reduction.Product, Tensor.Vector(Complex.ImaginaryOne, Complex.ImaginaryOne), [0]));
    }

    [Fact]
    public void Norms_are_roots_of_sums_of_squares()
    {
        Assert.Equal([5f, 13], Reduce<float>(Reduction.EuclideanNorm, Tensor.Of<float>(Shape.Of(2, 2), [3, 4, 5, 12]), [1]));
        Assert.Equal([25f, 169], Reduce<float>(Reduction.SumOfSquares, Tensor.Of<float>(Shape.Of(2, 2), [3, 4, 5, 12]), [1]));
        Assert.Equal([9f, 16], Reduce<float>(Reduction.SumOfSquares, Tensor.Of<float>(Shape.Of(2, 1), [-3, 4]), [1]));
        Assert.Equal([2], Reduce<int>(Reduction.EuclideanNorm, Tensor.Vector(2, 2), [0]));
    }

    private static T[] Reduce<T>(Reducer reducer, Tensor x, int[] axes)
    {
        var kept = Enumerable.Range(0, x.Rank).Where(axis => !axes.Contains(axis)).Select(axis => x.Shape[axis]).ToArray();
        var result = Tensor.Allocate(x.DType, Shape.Of(kept));
        reducer(x, axes, result);
        return result.Values<T>().ToArray();
    }

    private static float[] PlainSum(Tensor x, int[] axes)
    {
        var kept = Enumerable.Range(0, x.Rank).Where(axis => !axes.Contains(axis));
        var sums = new float[kept.Aggregate(1L, (count, axis) => count * x.Shape[axis])];
        var values = x.Values<float>();
        for (var i = 0; i < x.ElementCount; i++)
        {
            var (rest, output, scale) = ((long)i, 0L, 1L);
            for (var axis = x.Rank - 1; axis >= 0; axis--)
            {
                (rest, var index) = Math.DivRem(rest, x.Shape[axis]);
                if (axes.Contains(axis))
                    continue;
                output += index * scale;
                scale *= x.Shape[axis];
            }

            sums[output] += values[i];
        }

        return sums;
    }

    private static Tensor Numbers(Shape shape, Func<int, float> value)
    {
        var tensor = Tensor.Allocate(DType.Float32, shape);
        for (var i = 0; i < shape.ElementCount; i++)
            tensor.Writable<float>()[i] = value(i);
        return tensor;
    }

    private static Tensor Random(Shape shape)
    {
        var random = new Random(5);
        return Numbers(shape, _ => random.NextSingle() - 0.5f);
    }
}
