using System.Runtime.Intrinsics;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

/// <summary>Every width gives the bits of the plain chain, whether the machine has it or computes it in software.</summary>
public sealed class VectorWidthTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 9, 7 }, { 5, 20, 64 }, { 14, 30, 32 }, { 15, 12, 33 }, { 29, 50, 100 }, { 20, 70, 1 }, { 150, 40, 40 }, { 147, 400, 35 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Vectors_of_512_bits(int rows, int depth, int columns) => Check<Vector512<float>, Width512<float>>(rows, depth, columns);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Vectors_of_256_bits(int rows, int depth, int columns) => Check<Vector256<float>, Width256<float>>(rows, depth, columns);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Vectors_of_128_bits(int rows, int depth, int columns) => Check<Vector128<float>, Width128<float>>(rows, depth, columns);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Single_elements(int rows, int depth, int columns) => Check<float, WidthScalar<float>>(rows, depth, columns);

    private static unsafe void Check<TVector, TWidth>(int rows, int depth, int columns)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector, float>
    {
        var (x, y) = (MatrixProductTests.Random(Shape.Of(rows, depth), 1), MatrixProductTests.Random(Shape.Of(depth, columns), 2));
        var chains = MatrixProductTests.Chains(x, y, default, rows, depth, columns);
        var result = new float[rows * columns];
        fixed (float* left = x.Values<float>(), right = y.Values<float>(), product = result)
        {
            var operands = new ProductOperands(
                new(left, depth * 4, 4), new(right, columns * 4, 4), new(product, columns * 4, 4), rows, columns, depth);
            RealProduct<float>.RunWidth<TVector, TWidth, AddOne>(in operands, null, default);
            Assert.Equal(chains.Select(value => value + 1), result);

            using var packed = BlockedProduct<TVector, float, TWidth>.Pack(operands.Right, depth, columns);
            RealProduct<float>.RunWidth<TVector, TWidth, AddOne>(in operands, packed, default);
            Assert.Equal(chains.Select(value => value + 1), result);

            fixed (float* transposed = Transpose(right, depth, columns))
            {
                var fromTransposed = operands with { Right = new MatrixView(transposed, 4, depth * 4) };
                RealProduct<float>.RunWidth<TVector, TWidth, NoEpilogue<float>>(in fromTransposed, null, default);
            }

            Assert.Equal(chains, result);
        }
    }

    private static unsafe float[] Transpose(float* matrix, int rows, int columns)
    {
        var transposed = new float[rows * columns];
        for (var i = 0; i < rows * columns; i++)
            transposed[i % columns * rows + i / columns] = matrix[i];
        return transposed;
    }

    // Shows that the epilogue meets each element, and each once.
    private readonly unsafe struct AddOne : IProductEpilogue<float>
    {
        public static bool IsEmpty => false;

        public void Apply(float* first, nint stride, int rows, int columns, long row, long column)
        {
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                    first[i * stride + j] += 1;
            }
        }
    }
}
