using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public sealed class ExtremePositionTests
{
    // The example of tf.math.argmax's documentation.
    [Fact]
    public void The_largest_is_found_along_each_axis()
    {
        var x = Tensor.Of(Shape.Of(3, 5), [2, 20, 30, 3, 6, 3, 11, 16, 1, 8, 14, 45, 23, 5, 27]);

        Assert.Equal([2L, 2, 1], Largest(x, 1));
        Assert.Equal([2L, 2, 0, 2, 2], Largest(x, 0));
    }

    [Fact]
    public void The_smallest_is_found_along_each_axis()
    {
        var x = Tensor.Of(Shape.Of(2, 3), [3f, -1, 2, 0, -1, 5]);

        Assert.Equal([1L, 1], Smallest(x, 1));
        Assert.Equal([1L, 0, 0], Smallest(x, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(200)]
    public void Of_equal_elements_the_first_is_found(int length)
    {
        for (var first = 0; first < length; first++)
        {
            var row = Enumerable.Range(0, length).Select(i => i >= first && i % 3 == first % 3 ? 5f : 1f).ToArray();

            Assert.Equal([(long)first], Largest(Tensor.Vector<float>(row), 0));
            Assert.Equal([(long)first], Largest(Tensor.Of<float>(Shape.Of(length, 1, 1), row), 0));
        }
    }

    [Theory]
    [InlineData(4, 600)]
    [InlineData(50, 9)]
    [InlineData(3, 1)]
    public void Columns_and_rows_agree_with_a_plain_search(int rows, int columns)
    {
        var random = new Random(1);
        var x = Tensor.Allocate(DType.Float32, Shape.Of(2, rows, columns));
        foreach (ref var element in x.Writable<float>())
            element = random.Next(10);
        var expected = new long[2 * columns];
        for (var i = 0; i < expected.Length; i++)
        {
            var first = i / columns * rows * columns + i % columns;
            var column = Enumerable.Range(0, rows).Select(row => x.Values<float>()[first + row * columns]).ToList();
            expected[i] = column.IndexOf(column.Max());
        }

        Assert.Equal(expected, Largest(x, 1));
    }

    [Fact]
    public void A_NaN_is_never_found()
    {
        Assert.Equal([1L], Largest(Tensor.Vector(float.NaN, 1, float.NaN), 0));
        Assert.Equal([1L], Smallest(Tensor.Vector(float.NaN, 1, float.NaN), 0));
        Assert.Equal([0L], Largest(Tensor.Vector(float.NaN, float.NaN), 0));
        Assert.Equal([2L, 0], Largest(Tensor.Of(Shape.Of(3, 2), [float.NaN, 5, 1, float.NaN, 2, 3]), 0));
    }

    [Fact]
    public void Infinities_are_found_where_they_are_the_extreme()
    {
        Assert.Equal([1L], Largest(Tensor.Vector(1, float.PositiveInfinity, 2), 0));
        Assert.Equal([0L], Largest(Tensor.Vector(float.NegativeInfinity, float.NegativeInfinity), 0));
    }

    [Fact]
    public void Every_dtype_is_searched()
    {
        Assert.Equal([1L], Largest(Tensor.Vector<byte>(1, 255, 3), 0));
        Assert.Equal([1L], Smallest(Tensor.Vector<sbyte>(1, -128, 3), 0));
        Assert.Equal([1L], Largest(Tensor.Vector<uint>(1, uint.MaxValue), 0));
        Assert.Equal([2L], Largest(Tensor.Vector<ulong>(1, 0, ulong.MaxValue), 0));
        Assert.Equal([1L], Smallest(Tensor.Vector<long>(1, long.MinValue), 0));
        Assert.Equal([1L], Largest(Tensor.Vector(1d, 1.5), 0));
        Assert.Equal([1L], Largest(Tensor.Vector((Half)1, (Half)2), 0));
        Assert.Equal([1L], Largest(Tensor.Vector((BFloat16)1f, (BFloat16)2f), 0));
        Assert.Equal([1L], Largest(Tensor.Vector(false, true, true), 0));
    }

    [Theory]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int16)]
    [InlineData(DType.UInt16)]
    public void Positions_are_stored_in_the_dtype_of_the_result(DType dtype)
    {
        var result = Tensor.Allocate(dtype, Shape.Of(2));

        ExtremePosition.OfLargest(Tensor.Of(Shape.Of(2, 2), [1, 2, 2, 1]), 1, result);

        Assert.Equal(dtype == DType.Int32 ? [1, 0, 0, 0, 0, 0, 0, 0] : [1, 0, 0, 0], result.Bytes(0, (int)result.ByteCount).ToArray());
    }

    private static long[] Largest(Tensor x, int axis) => Find(ExtremePosition.OfLargest, x, axis);

    private static long[] Smallest(Tensor x, int axis) => Find(ExtremePosition.OfSmallest, x, axis);

    private static long[] Find(Action<Tensor, int, Tensor> search, Tensor x, int axis)
    {
        var (outer, _, inner) = x.Shape.SplitAt(axis);
        var result = Tensor.Allocate(DType.Int64, Shape.Of(outer, inner));
        search(x, axis, result);
        return result.Values<long>().ToArray();
    }
}
