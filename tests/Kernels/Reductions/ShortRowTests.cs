using GraphRun.Kernels;
using GraphRun.Tensors;
using GraphRun.Tests.Passes;
using Xunit;

namespace GraphRun.Tests.Kernels.Reductions;

public sealed class ShortRowTests
{
    public static TheoryData<float> SpecialValues => [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    // The order that ReductionPass documents, written out: 64 lanes of float32, fewer where there are fewer elements, folded by halves.
    [Fact]
    public void A_row_is_added_lane_by_lane_and_by_halves()
    {
        for (var columns = 1; columns <= 300; columns++)
        {
            var x = PassRun.Numbers(3, columns);
            var sums = Tensor.Allocate(DType.Float32, Shape.Of(3));
            Reduction.Sum(x, [1], sums);
            for (var row = 0; row < 3; row++)
                Assert.Equal(Folded(x.Values<float>().Slice(row * columns, columns)), sums.Values<float>()[row]);
        }
    }

    // Rows are folded several at a time, and the last of them end where the memory does.
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Int8)]
    [InlineData(DType.UInt16)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Float16)]
    public void Sums_of_any_number_of_rows_of_any_length_agree_with_a_plain_loop(DType dtype)
    {
        for (var (rows, columns) = (1, 1); columns <= 200; rows = rows % 7 + 1, columns++)
        {
            var whole = Enumerable.Range(0, rows * columns).Select(i => (i * 7 % 5) - 2).ToArray();
            var x = Tensor.Allocate(dtype, Shape.Of(rows, columns));
            Elementwise.Cast(Tensor.Of<int>(x.Shape, whole), x);
            var (sums, wide) = (Tensor.Allocate(dtype, Shape.Of(rows)), Tensor.Allocate(DType.Int32, Shape.Of(rows)));
            Reduction.Sum(x, [1], sums);
            Elementwise.Cast(sums, wide);
            var expected = Tensor.Allocate(dtype, Shape.Of(rows));
            Elementwise.Cast(Tensor.Vector<int>([.. whole.Chunk(columns).Select(row => row.Sum())]), expected);
            var wideExpected = Tensor.Allocate(DType.Int32, Shape.Of(rows));
            Elementwise.Cast(expected, wideExpected);
            Assert.Equal(wideExpected.Values<int>().ToArray(), wide.Values<int>().ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void The_extremes_of_a_row_see_a_special_value_wherever_it_stands(float value)
    {
        for (var columns = 1; columns <= 100; columns += 3)
        {
            for (var place = 0; place < columns; place++)
            {
                foreach (var other in (ReadOnlySpan<float>)[-1, -0f, 1])
                {
                    var row = new float[columns];
                    Array.Fill(row, other);
                    row[place] = value;
                    float[] rows = [.. row, .. row, .. row, .. row, .. row];
                    var (x, extremes) = (Tensor.Of<float>(Shape.Of(5, columns), rows), Tensor.Allocate(DType.Float32, Shape.Of(5)));
                    Reduction.Maximum(x, [1], extremes);
                    Assert.All(extremes.Values<float>().ToArray(), found => AssertSame(row.Aggregate(MathF.Max), found));
                    Reduction.Minimum(x, [1], extremes);
                    Assert.All(extremes.Values<float>().ToArray(), found => AssertSame(row.Aggregate(MathF.Min), found));
                }
            }
        }
    }

    [Fact]
    public void Softmax_with_a_NaN_in_a_row_is_NaN_in_that_row_alone()
    {
        for (var columns = 1; columns <= 40; columns++)
        {
            var x = PassRun.Numbers(3, columns);
            x.Writable<float>()[columns + columns / 2] = float.NaN;
            var y = Tensor.Allocate(DType.Float32, x.Shape);
            RowSoftmax.LogSoftmax(x, y);
            for (var i = 0; i < 3 * columns; i++)
                Assert.Equal(i / columns == 1, float.IsNaN(y.Values<float>()[i]));
        }
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Softmax_of_rows_of_any_length_adds_up_to_one(DType dtype)
    {
        for (var columns = 1; columns <= 70; columns++)
        {
            var x = Tensor.Allocate(dtype, Shape.Of(2, columns));
            Elementwise.Cast(PassRun.Numbers(2, columns), x);
            var (y, sums) = (Tensor.Allocate(dtype, x.Shape), Tensor.Allocate(dtype, Shape.Of(2)));
            RowSoftmax.Softmax(x, y);
            Reduction.Sum(y, [1], sums);
            var wide = Tensor.Allocate(DType.Float64, Shape.Of(2));
            Elementwise.Cast(sums, wide);
            Assert.All(wide.Values<double>().ToArray(), sum => Assert.InRange(sum, 1 - 1e-6, 1 + 1e-6));
        }
    }

    [Theory]
    [InlineData(1, 5, 40)]
    [InlineData(1, 100, 2100)]
    [InlineData(1, 37, 3)]
    public void A_vector_times_a_matrix_is_one_chain_of_multiply_adds_per_element(int rows, int depth, int columns)
    {
        var (x, y) = (PassRun.Numbers(rows, depth), PassRun.Numbers(depth, columns));
        var product = Tensor.Allocate(DType.Float32, Shape.Of(rows, columns));

        MatrixProduct.Run(x, y, default, product);

        for (var column = 0; column < columns; column++)
        {
            var sum = 0f;
            for (var k = 0; k < depth; k++)
                sum = MathF.FusedMultiplyAdd(x.Values<float>()[k], y.Values<float>()[k * columns + column], sum);
            Assert.Equal(sum, product.Values<float>()[column]);
        }
    }

    private static void AssertSame(float expected, float actual)
    {
        Assert.Equal(float.IsNaN(expected), float.IsNaN(actual));
        Assert.True(float.IsNaN(expected) || BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual));
    }

    private static float Folded(ReadOnlySpan<float> row)
    {
        var used = 64;
        while (used >= 2 * row.Length)
            used /= 2;
        var lanes = new float[used];
        for (var i = 0; i < row.Length; i++)
            lanes[i % used] += row[i];
        for (var half = used / 2; half > 0; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                lanes[lane] += lanes[lane + half];
        }

        return lanes[0];
    }
}
