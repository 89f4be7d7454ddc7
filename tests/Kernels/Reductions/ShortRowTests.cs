using GraphRun.Kernels;
using GraphRun.Tensors;
using GraphRun.Tests.Passes;
using Xunit;

namespace GraphRun.Tests.Kernels.Reductions;

public sealed class ShortRowTests
{
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
