using System.Numerics;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public sealed class MatrixProductTests
{
    // The example of tf.linalg.matmul's documentation.
    [Fact]
    public void Two_matrices_are_multiplied()
    {
        var x = Tensor.Of(Shape.Of(2, 3), [1, 2, 3, 4, 5, 6]);
        var y = Tensor.Of(Shape.Of(3, 2), [7, 8, 9, 10, 11, 12]);

        Assert.Equal([58, 64, 139, 154], Multiply<int>(x, y, default, 2, 2));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 300, 1)]
    [InlineData(1, 40, 200)]
    [InlineData(40, 33, 1)]
    [InlineData(17, 5, 1)]
    [InlineData(5, 7, 3)]
    [InlineData(6, 16, 16)]
    [InlineData(7, 17, 33)]
    [InlineData(13, 400, 50)]
    [InlineData(16, 150, 150)]
    [InlineData(40, 500, 130)]
    [InlineData(150, 20, 9)]
    [InlineData(301, 70, 47)]
    [InlineData(160, 390, 530)]
    public void Each_element_is_one_chain_of_multiply_adds(int rows, int depth, int columns)
    {
        foreach (var form in new ProductForm[] { new(false, false), new(true, false), new(false, true), new(true, true) })
        {
            var x = Random(form.TransposeLeft ? Shape.Of(depth, rows) : Shape.Of(rows, depth), 1);
            var y = Random(form.TransposeRight ? Shape.Of(columns, depth) : Shape.Of(depth, columns), 2);

            Assert.Equal(Chains(x, y, form, rows, depth, columns), Multiply<float>(x, y, form, rows, columns));
        }
    }

    [Theory]
    [InlineData(70, 50, 60)]
    [InlineData(400, 400, 300)]
    [InlineData(100, 600, 500)]
    [InlineData(2, 3000, 500)]
    [InlineData(500, 3000, 1)]
    public void The_number_of_threads_changes_no_bit(int rows, int depth, int columns)
    {
        var (x, y) = (Random(Shape.Of(rows, depth), 1), Random(Shape.Of(depth, columns), 2));
        var count = Workers.Count;
        Workers.Count = 1;
        var alone = Multiply<float>(x, y, default, rows, columns);
        Workers.Count = 5;
        var together = Multiply<float>(x, y, default, rows, columns);
        Workers.Count = count;

        Assert.Equal(alone, together);
    }

    [Theory]
    [InlineData(1, 100, 70)]
    [InlineData(30, 70, 33)]
    [InlineData(200, 500, 100)]
    public void A_packed_right_matrix_gives_the_same_bits(int rows, int depth, int columns)
    {
        var (x, y) = (Random(Shape.Of(rows, depth), 1), Random(Shape.Of(depth, columns), 2));
        var expected = Multiply<float>(x, y, default, rows, columns);
        var result = Tensor.Allocate(DType.Float32, Shape.Of(rows, columns));

        using var packed = MatrixProduct.Pack(y, transpose: false);
        MatrixProduct.Run(x, packed, result);
        Assert.Equal(expected, result.Values<float>().ToArray());

        using var fromTransposed = MatrixProduct.Pack(Transpose(y), transpose: true);
        MatrixProduct.Run(x, fromTransposed, result);
        Assert.Equal(expected, result.Values<float>().ToArray());
    }

    [Fact]
    public void Doubles_are_fused_too()
    {
        var (x, y) = (Random(Shape.Of(20, 30), 1), Random(Shape.Of(30, 11), 2));
        var (left, right) = (Array.ConvertAll(x.Values<float>().ToArray(), Widen), Array.ConvertAll(y.Values<float>().ToArray(), Widen));
        var expected = new double[20 * 11];
        for (var i = 0; i < expected.Length; i++)
        {
            for (var k = 0; k < 30; k++)
                expected[i] = Math.FusedMultiplyAdd(left[i / 11 * 30 + k], right[k * 11 + i % 11], expected[i]);
        }

        Assert.Equal(expected, Multiply<double>(Tensor.Of<double>(x.Shape, left), Tensor.Of<double>(y.Shape, right), default, 20, 11));

        static double Widen(float value) => value / 3.0;
    }

    [Fact]
    public void Integers_wrap()
    {
        Assert.Equal([-2], Multiply<int>(Tensor.Of(Shape.Of(1, 1), [int.MaxValue]), Tensor.Of(Shape.Of(1, 1), [2]), default, 1, 1));
        Assert.Equal([-2L], Multiply<long>(Tensor.Of(Shape.Of(1, 1), [long.MaxValue]), Tensor.Of(Shape.Of(1, 1), [2L]), default, 1, 1));
        var one = Shape.Of(1, 1);
        Assert.Equal([(byte)144], Multiply<byte>(Tensor.Of<byte>(one, [200]), Tensor.Of<byte>(one, [2]), default, 1, 1));
        Assert.Equal([(short)-2], Multiply<short>(Tensor.Of<short>(one, [32767]), Tensor.Of<short>(one, [2]), default, 1, 1));
    }

    [Fact]
    public void Integers_agree_with_a_plain_loop_in_every_position()
    {
        var left = Enumerable.Range(0, 37 * 41).Select(i => (long)i * 123457).ToArray();
        var right = Enumerable.Range(0, 41 * 29).Select(i => (long)i * 7654321).ToArray();
        var expected = new long[37 * 29];
        for (var i = 0; i < expected.Length; i++)
        {
            for (var k = 0; k < 41; k++)
                expected[i] += left[i / 29 * 41 + k] * right[k * 29 + i % 29];
        }

        Assert.Equal(
            expected,
            Multiply<long>(Tensor.Of<long>(Shape.Of(37, 41), left), Tensor.Of<long>(Shape.Of(41, 29), right), default, 37, 29));
        Assert.Equal(
            Array.ConvertAll(expected, value => unchecked((int)value)),
            Multiply<int>(
                Tensor.Of<int>(Shape.Of(37, 41), Array.ConvertAll(left, value => unchecked((int)value))),
                Tensor.Of<int>(Shape.Of(41, 29), Array.ConvertAll(right, value => unchecked((int)value))),
                default,
                37,
                29));
    }

    [Fact]
    public void Halves_are_rounded_once()
    {
        var ones = Tensor.Of(Shape.Of(3, 1), [(Half)1, (Half)1, (Half)1]);
        var shortOnes = Tensor.Of(Shape.Of(3, 1), [(BFloat16)1f, (BFloat16)1f, (BFloat16)1f]);

        Assert.Equal([(Half)2050], Multiply<Half>(Tensor.Of(Shape.Of(1, 3), [(Half)2048, (Half)1, (Half)1]), ones, default, 1, 1));
        Assert.Equal(
            [(BFloat16)258f],
            Multiply<BFloat16>(Tensor.Of(Shape.Of(1, 3), [(BFloat16)256f, (BFloat16)1f, (BFloat16)1f]), shortOnes, default, 1, 1));
    }

    [Fact]
    public void Complex_matrices_are_multiplied_and_adjointed()
    {
        var x = Tensor.Of(Shape.Of(1, 2), [new Complex64(1, 2), new Complex64(0, -1)]);
        var y = Tensor.Of(Shape.Of(2, 1), [new Complex64(3, -1), new Complex64(2, 2)]);

        Assert.Equal([new Complex64(7, 3)], Multiply<Complex64>(x, y, default, 1, 1));
        Assert.Equal([new Complex64(-4, 4)], Multiply<Complex64>(x, x, new ProductForm(TransposeRight: true), 1, 1));
        Assert.Equal([new Complex64(6, 0)], Multiply<Complex64>(x, x, ProductForm.Adjoint(false, true), 1, 1));
    }

    [Fact]
    public void Batches_are_broadcast()
    {
        var x = Tensor.Of(Shape.Of(2, 1, 1, 2), [1, 2, 3, 4]);
        var y = Tensor.Of(Shape.Of(3, 2, 1), [1, 0, 0, 1, 1, 1]);
        var result = Tensor.Allocate(DType.Int32, Shape.Of(2, 3, 1, 1));

        MatrixProduct.Run(x, y, default, result);

        Assert.Equal([1, 2, 3, 3, 4, 7], result.Values<int>().ToArray());
    }

    [Theory]
    [InlineData(3, 20, 30, 25)]
    [InlineData(40, 3, 4, 5)]
    [InlineData(2, 200, 200, 150)]
    public void Batches_agree_with_their_matrices_alone(int batches, int rows, int depth, int columns)
    {
        var (x, y) = (Random(Shape.Of(batches, rows, depth), 1), Random(Shape.Of(batches, depth, columns), 2));
        var result = Tensor.Allocate(DType.Float32, Shape.Of(batches, rows, columns));

        MatrixProduct.Run(x, y, default, result);

        for (var batch = 0; batch < batches; batch++)
        {
            var left = Tensor.Of(Shape.Of(rows, depth), x.Values<float>().Slice(batch * rows * depth, rows * depth));
            var right = Tensor.Of(Shape.Of(depth, columns), y.Values<float>().Slice(batch * depth * columns, depth * columns));
            Assert.Equal(
                Multiply<float>(left, right, default, rows, columns),
                result.Values<float>().Slice(batch * rows * columns, rows * columns));
        }
    }

    [Fact]
    public void A_sum_of_no_products_is_zero()
    {
        var x = Tensor.Allocate(DType.Float32, Shape.Of(2, 0));
        var y = Tensor.Allocate(DType.Float32, Shape.Of(0, 3));

        Assert.Equal(new float[6], Multiply<float>(x, y, default, 2, 3));
        Assert.Equal(new float[6], Multiply<float>(Transpose(y), Random(Shape.Of(0, 2), 1), default, 3, 2));
        Assert.Empty(Multiply<float>(Transpose(x), Random(Shape.Of(2, 4), 1), default, 0, 4));
    }

    internal static float[] Chains(Tensor x, Tensor y, ProductForm form, int rows, int depth, int columns)
    {
        var left = (form.TransposeLeft ? Transpose(x) : x).Values<float>();
        var right = (form.TransposeRight ? Transpose(y) : y).Values<float>();
        var expected = new float[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var k = 0; k < depth; k++)
            {
                for (var column = 0; column < columns; column++)
                {
                    ref var sum = ref expected[row * columns + column];
                    sum = MathF.FusedMultiplyAdd(left[row * depth + k], right[k * columns + column], sum);
                }
            }
        }

        return expected;
    }

    internal static Tensor Random(Shape shape, int seed)
    {
        var random = new Random(seed);
        var tensor = Tensor.Allocate(DType.Float32, shape);
        foreach (ref var element in tensor.Writable<float>())
            element = random.NextSingle() - 0.5f;
        return tensor;
    }

    private static Tensor Transpose(Tensor matrix)
    {
        var (rows, columns) = ((int)matrix.Shape[0], (int)matrix.Shape[1]);
        var transposed = Tensor.Allocate(DType.Float32, Shape.Of(columns, rows));
        for (var i = 0; i < rows * columns; i++)
            transposed.Writable<float>()[i % columns * rows + i / columns] = matrix.Values<float>()[i];
        return transposed;
    }

    private static T[] Multiply<T>(Tensor x, Tensor y, ProductForm form, int rows, int columns)
    {
        var result = Tensor.Allocate(x.DType, Shape.Of(rows, columns));
        MatrixProduct.Run(x, y, form, result);
        return result.Values<T>().ToArray();
    }
}
