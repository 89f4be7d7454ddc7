using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.LinearAlgebra;

/// <summary>Expected numbers are NumPy's (<c>numpy.linalg</c>), or follow from what a factorization is.</summary>
public sealed class DecompositionOpTests
{
    private static readonly Tensor definite = Matrix(new double[,] { { 4, 12, -16 }, { 12, 37, -43 }, { -16, -43, 98 } });
    private static readonly Tensor tall = Matrix(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
    private static readonly Tensor wide = Matrix(new double[,] { { 1, 3, 5 }, { 2, 4, 6 } });
    private static readonly Tensor general = Matrix(new double[,] { { 0, 2, 1 }, { 1, 1, 0 }, { 2, 0, 3 } });

    [Fact]
    public void Cholesky_gives_the_lower_triangle() =>
        AssertNear([2, 0, 0, 6, 1, 0, -8, 5, 3], Single("Cholesky", [definite]));

    [Fact]
    public void Cholesky_reads_the_lower_triangle_only() => AssertNear(
        [2, 0, 0, 6, 1, 0, -8, 5, 3], Single("Cholesky", [Matrix(new double[,] { { 4, 9, 9 }, { 12, 37, 9 }, { -16, -43, 98 } })]));

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused() => Assert.StartsWith(
        "Cholesky decomposition was not successful. The input might not be valid.",
        Error("Cholesky", [Matrix(new float[,] { { 1, 2 }, { 2, 1 } })]));

    [Fact]
    public void The_inverse_times_the_matrix_is_the_identity()
    {
        AssertNear([1, 0, 0, 0, 1, 0, 0, 0, 1], Single("BatchMatMulV2", [general, Single("MatrixInverse", [general])]));
        AssertNear(
            [1, 0, 0, 0, 1, 0, 0, 0, 1],
            Single("BatchMatMulV2", [general, Single("MatrixInverse", [general], ("adjoint", true))], ("adj_x", true)));
    }

    [Fact]
    public void A_singular_matrix_has_no_inverse() =>
        Assert.StartsWith("Input is not invertible.", Error("MatrixInverse", [Matrix(new float[,] { { 1, 2 }, { 2, 4 } })]));

    [Fact]
    public void A_system_is_solved_with_pivots() =>
        AssertNear([1.5, 0.5, 0], Single("MatrixSolve", [general, Matrix(new double[,] { { 1 }, { 2 }, { 3 } })]));

    [Fact]
    public void Triangles_are_solved_by_substitution()
    {
        var lower = Matrix(new double[,] { { 2, 9 }, { 1, 4 } });
        var rhs = Matrix(new double[,] { { 2 }, { 9 } });

        // By hand: 2 x = 2, x + 4 y = 9; then, transposed, 4 y = 9, 2 x + y = 2; then, of the upper triangle, 4 y = 9, 2 x + 9 y = 2.
        AssertNear([1, 2], Single("MatrixTriangularSolve", [lower, rhs]));
        AssertNear([-0.125, 2.25], Single("MatrixTriangularSolve", [lower, rhs], ("adjoint", true)));
        AssertNear([-9.125, 2.25], Single("MatrixTriangularSolve", [lower, rhs], ("lower", false)));
    }

    [Fact]
    public void One_triangle_serves_a_batch()
    {
        var rhs = Tensor.Of<double>(Shape.Of(2, 2, 1), [2, 9, 4, 18]);

        AssertNear([1, 2, 2, 4], Single("MatrixTriangularSolve", [Matrix(new double[,] { { 2, 0 }, { 1, 4 } }), rhs]));
    }

    [Fact]
    public void Determinants_have_signs()
    {
        AssertNear([36], Single("MatrixDeterminant", [definite]));
        AssertNear([-8], Single("MatrixDeterminant", [general]));
        var outputs = All("LogMatrixDeterminant", [general]);
        AssertNear([-1], outputs[0]);
        AssertNear([Math.Log(8)], outputs[1]);
    }

    [Fact]
    public void The_determinant_of_no_rows_is_1() =>
        AssertNear([1, 1], Single("MatrixDeterminant", [Tensor.Of<double>(Shape.Of(2, 0, 0), [])]));

    [Fact]
    public void Qr_has_the_signs_of_Householder()
    {
        var outputs = All("Qr", [tall]);

        AssertNear([-0.16903085, 0.89708523, -0.50709255, 0.27602622, -0.84515425, -0.34503278], outputs[0], 1e-8);
        AssertNear([-5.91607978, -7.43735744, 0, 0.82807867], outputs[1], 1e-8);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Q_times_r_is_the_matrix(bool isFull)
    {
        foreach (var matrix in new[] { tall, wide, general })
        {
            var outputs = All("Qr", [matrix], ("full_matrices", isFull));
            AssertNear(matrix.Values<double>().ToArray(), Single("BatchMatMulV2", outputs));
            AssertOrthonormal(outputs[0]);
        }
    }

    [Fact]
    public void Singular_values_come_in_descending_order()
    {
        var outputs = All("Svd", [tall]);

        AssertNear([9.52551809, 0.51430058], outputs[0], 1e-8);
        AssertNear([0.61962948, 0.78489445, 0.78489445, -0.61962948], outputs[2], 1e-8, ignoreSigns: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void U_s_v_is_the_matrix(bool isFull)
    {
        var deficient = Matrix(new double[,] { { 1, 2, 3 }, { 2, 4, 6 }, { 1, 2, 3 } });
        foreach (var matrix in new[] { tall, wide, general, deficient })
        {
            var outputs = All("Svd", [matrix], ("full_matrices", isFull));
            var count = outputs[0].ElementCount;
            var u = Single("Slice", [outputs[1], Tensor.Vector(0, 0), Tensor.Vector(-1, (int)count)]);
            var v = Single("Slice", [outputs[2], Tensor.Vector(0, 0), Tensor.Vector(-1, (int)count)]);
            AssertNear(
                matrix.Values<double>().ToArray(), Single("BatchMatMulV2", [Single("Mul", [u, outputs[0]]), v], ("adj_y", true)));
            AssertOrthonormal(outputs[1]);
            AssertOrthonormal(outputs[2]);
        }
    }

    [Fact]
    public void Eigenvalues_come_in_ascending_order()
    {
        var matrix = Matrix(new double[,] { { 2, -1, 0 }, { -1, 2, -1 }, { 0, -1, 2 } });
        var outputs = All("SelfAdjointEigV2", [matrix]);

        AssertNear([0.58578644, 2, 3.41421356], outputs[0], 1e-8);
        AssertNear(matrix.Values<double>().ToArray(), Single("BatchMatMulV2", [Single("Mul", [outputs[1], outputs[0]]), outputs[1]], ("adj_y", true)));
        AssertOrthonormal(outputs[1]);
    }

    [Fact]
    public void Batches_are_factorized_one_by_one()
    {
        var batch = Tensor.Of<float>(Shape.Of(2, 1, 1), [4, 9]);

        Assert.Equal("float32[2,1,1] 2 3", Show(Single("Cholesky", [batch])));
        Assert.Equal("float32[2,1] 4 9", Show(Single("SelfAdjointEigV2", [batch], ("compute_v", false))));
    }

    [Theory]
    [InlineData("Cholesky")]
    [InlineData("MatrixInverse")]
    [InlineData("MatrixDeterminant")]
    public void Matrices_must_be_square(string op)
    {
        Assert.StartsWith("Dimensions must be equal, but are 3 and 2", ShapeError(op, [tall]));
        Assert.StartsWith("Input matrix must be square, got [3,2]", Error(op, [tall]));
    }

    [Fact]
    public void The_cross_product_is_at_right_angles() => // By hand.
        Assert.Equal("int32[3] -3 6 -3", Show(Single("Cross", [Tensor.Vector(1, 2, 3), Tensor.Vector(4, 5, 6)])));

    private static void AssertOrthonormal(Tensor columns)
    {
        var product = Single("BatchMatMulV2", [columns, columns], ("adj_x", true));
        var size = (int)product.Shape[-1];
        AssertNear([.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? 1.0 : 0)], product);
    }

    private static void AssertNear(double[] expected, Tensor actual, double tolerance = 1e-12, bool ignoreSigns = false)
    {
        var values = actual.Values<double>();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var (wanted, got) = ignoreSigns ? (Math.Abs(expected[i]), Math.Abs(values[i])) : (expected[i], values[i]);
            Assert.Equal(wanted, got, tolerance * Math.Max(1, Math.Abs(wanted)));
        }
    }
}
