using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.LinearAlgebra;

public sealed class BatchMatMulOpTests
{
    private static readonly Tensor twoMatrices = Tensor.Of<float>(Shape.Of(2, 1, 2), [1, 2, 3, 4]);

    [Fact]
    public void Each_matrix_is_multiplied_by_its_own()
    {
        var y = Tensor.Of<float>(Shape.Of(2, 2, 1), [5, 6, 7, 8]);

        // 1*5+2*6, 3*7+4*8
        Assert.Equal("float32[2,1,1] 17 53", Show(Single("BatchMatMul", [twoMatrices, y])));
        Assert.Equal("float32[2,1,1] 17 53", Show(Single("BatchMatMulV2", [twoMatrices, y])));
    }

    [Fact]
    public void V2_stretches_the_dims_before_the_matrices()
    {
        var y = Tensor.Of<float>(Shape.Of(3, 1, 2, 1), [1, 0, 0, 1, 1, 1]);

        Assert.Equal("float32[3,2,1,1] 1 3 2 4 3 7", Show(Single("BatchMatMulV2", [twoMatrices, y])));
    }

    [Fact]
    public void Adjoint_matrices_are_transposed_and_conjugated()
    {
        var x = Tensor.Of<Complex64>(Shape.Of(2, 1), [new(1, 2), new(0, 1)]);

        // (1-2i)(1+2i) + (-i)(i)
        Assert.Equal("complex64[1,1] 6+0i", Show(Single("BatchMatMulV2", [x, x], ("adj_x", true))));
    }

    [Theory]
    [InlineData(DType.Int8)]
    [InlineData(DType.UInt16)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float64)]
    public void Any_number_can_be_multiplied(DType dtype)
    {
        var x = Single("Cast", [twoMatrices], ("DstT", dtype));

        Assert.Equal($"{dtype.Name()}[2,1,1] 5 25", Show(Single("BatchMatMulV2", [x, x], ("adj_y", true))));
    }

    [Fact]
    public void V3_multiplies_two_dtypes_in_a_third()
    {
        var x = Matrix(new sbyte[,] { { 100, 100 } });
        var y = Matrix(new byte[,] { { 200 }, { 1 } });

        Assert.Equal("int32[1,1] 20100", Show(Single("BatchMatMulV3", [x, y], ("Tout", DType.Int32))));
    }

    [Fact]
    public void Sums_over_nothing_are_zero()
    {
        var (x, y) = (Tensor.Of<float>(Shape.Of(1, 2, 0), []), Tensor.Of<float>(Shape.Of(1, 0, 1), []));

        Assert.Equal("float32[1,2,1] 0 0", Show(Single("BatchMatMulV2", [x, y])));
    }

    [Fact]
    public void Partial_shapes_are_carried_through()
    {
        var shapes = new[] { Shape.Named([-1, 2, -1], ["batch", null, null]), Shape.Of(4, 5) };

        Assert.Equal("[batch,2,5]", Infer("BatchMatMulV2", [null, null], shapes));
        Assert.Equal("?", Infer("BatchMatMulV2", [null, null], [Shape.UnknownRank, Shape.Of(4, 5)]));
    }

    [Fact]
    public void Inner_dims_that_differ_are_refused()
    {
        var y = Matrix(new[,] { { 1f, 2f, 3f } });

        Assert.StartsWith("Dimensions must be equal, but are 2 and 1", ShapeError("BatchMatMulV2", [twoMatrices, y]));
        Assert.StartsWith("Matrix size-incompatible: In[0]: [2,1,2], In[1]: [1,3]", Error("BatchMatMulV2", [twoMatrices, y]));
    }

    [Fact]
    public void V1_refuses_to_stretch()
    {
        var y = Tensor.Of<float>(Shape.Of(1, 2, 1), [5, 6]);

        Assert.StartsWith("In[0].dim(0) and In[1].dim(0) must be the same: [2,1,2] vs [1,2,1]", Error("BatchMatMul", [twoMatrices, y]));
    }
}
