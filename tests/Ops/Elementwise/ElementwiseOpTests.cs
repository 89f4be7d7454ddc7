using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Elementwise;

// What TensorFlow's documentation of the ops says (tensorflow/core/ops/math_ops.cc, bitwise_ops.cc, nn_ops.cc and their api_def).
public class ElementwiseOpTests
{
    [Theory]
    [InlineData("Round", new[] { 0.9f, 2.5f, 2.3f, 1.5f, -4.5f }, "float32[5] 1 2 2 2 -4")]
    [InlineData("Rint", new[] { -1.7f, -1.5f, -0.2f, 0.2f, 1.5f, 1.7f, 2.0f }, "float32[7] -2 -2 -0 0 2 2 2")]
    [InlineData("Ceil", new[] { -1.7f, -1.5f, -0.2f, 0.2f, 1.5f, 1.7f, 2.0f }, "float32[7] -1 -1 -0 1 2 2 2")]
    [InlineData("Floor", new[] { -1.7f, 1.5f }, "float32[2] -2 1")]
    [InlineData("IsNan", new[] { 5.0f, float.NaN, float.PositiveInfinity }, "bool[3] false true false")]
    [InlineData("IsInf", new[] { 5.0f, float.NaN, float.NegativeInfinity }, "bool[3] false false true")]
    [InlineData("IsFinite", new[] { 5.0f, float.NaN, float.PositiveInfinity }, "bool[3] true false false")]
    [InlineData("Relu", new[] { -2f, 0f, 3f }, "float32[3] 0 0 3")]
    [InlineData("Relu6", new[] { -2f, 3f, 9f }, "float32[3] 0 3 6")]
    [InlineData("Rsqrt", new[] { 4f, 0f }, "float32[2] 0.5 Infinity")]
    [InlineData("Reciprocal", new[] { 4f, 0f }, "float32[2] 0.25 Infinity")]
    [InlineData("Softsign", new[] { 1f, -3f }, "float32[2] 0.5 -0.75")]
    [InlineData("LeakyRelu", new[] { -1f, 2f }, "float32[2] -0.2 2")]
    public void An_op_of_one_operand_gives_what_its_documentation_says(string op, float[] x, string expected) =>
        Assert.Equal(expected, Show(Single(op, [Tensor.Vector<float>(x)])));

    [Fact]
    public void Integers_round_to_themselves() => Assert.Equal("int32[2] -3 7", Show(Single("Round", [Tensor.Vector(-3, 7)])));

    [Fact]
    public void Pow_takes_each_to_its_own_power() => Assert.Equal(
        "int32[2,2] 256 65536 9 27", Show(Single("Pow", [Matrix(new[,] { { 2, 2 }, { 3, 3 } }), Matrix(new[,] { { 8, 16 }, { 2, 3 } })])));

    [Fact]
    public void Integers_to_negative_powers_are_refused() => Assert.Equal(
        "Integers to negative integer powers are not allowed", Error("Pow", [Tensor.Scalar(2), Tensor.Scalar(-1)]));

    [Fact]
    public void Guarded_quotients_are_0_where_their_guard_is()
    {
        Assert.Equal("float32[2] 0 0.5", Show(Single("DivNoNan", [Tensor.Vector(1f, 1f), Tensor.Vector(0f, 2f)])));
        Assert.Equal("float32[1] 0", Show(Single("MulNoNan", [Tensor.Vector(float.NaN), Tensor.Vector(0f)])));
        Assert.Equal("float32[1] 0", Show(Single("Xlogy", [Tensor.Vector(0f), Tensor.Vector(0f)])));
        Assert.Equal("float32[1] 0", Show(Single("Xlog1py", [Tensor.Vector(0f), Tensor.Vector(-1f)])));
        Assert.Equal("float32[1] 0", Show(Single("Xdivy", [Tensor.Vector(0f), Tensor.Vector(float.NaN)])));
    }

    [Fact]
    public void Bits_are_combined_as_documented()
    {
        var (x, y) = (Tensor.Vector(0, 5, 3, 14), Tensor.Vector(5, 0, 7, 11));
        Assert.Equal("int32[4] 0 0 3 10", Show(Single("BitwiseAnd", [x, y])));
        Assert.Equal("int32[4] 5 5 7 15", Show(Single("BitwiseOr", [x, y])));
        Assert.Equal("int32[4] 5 5 4 5", Show(Single("BitwiseXor", [x, y])));
        Assert.Equal("int32[4] -1 -6 -4 -15", Show(Single("Invert", [x])));
        Assert.Equal("int32[4] -32 -5 -384 -28672", Show(Single("LeftShift", [Tensor.Vector(-1, -5, -3, -14), y])));
        Assert.Equal("int32[4] -1 -5 -1 -1", Show(Single("RightShift", [Tensor.Vector(-1, -5, -3, -14), y])));
    }

    [Fact]
    public void Clipping_takes_scalars_and_tensors_as_bounds()
    {
        var x = Matrix(new[,] { { -5f, -1f }, { 0f, 7f } });
        Assert.Equal("float32[2,2] -1 -1 0 1", Show(Single("ClipByValue", [x, Tensor.Scalar(-1f), Tensor.Scalar(1f)])));
        var high = Matrix(new[,] { { 1f, 1f }, { 3f, 5f } });
        Assert.Equal("float32[2,2] -1 -1 0 5", Show(Single("ClipByValue", [x, Tensor.Scalar(-1f), high])));
    }

    [Fact]
    public void Select_lets_a_vector_choose_rows()
    {
        var (x, y) = (Matrix(new[,] { { 1, 2 }, { 3, 4 } }), Matrix(new[,] { { 5, 6 }, { 7, 8 } }));
        Assert.Equal("int32[2,2] 1 2 7 8", Show(Single("Select", [Tensor.Vector(true, false), x, y])));
        Assert.Equal("int32[2,2] 5 6 7 8", Show(Single("Select", [Tensor.Scalar(false), x, y])));
        Assert.Equal("int32[2,2] 1 6 7 4", Show(Single("Select", [Matrix(new[,] { { true, false }, { false, true } }), x, y])));
    }

    [Fact]
    public void Complex_numbers_are_made_and_taken_apart()
    {
        var z = Single("Complex", [Tensor.Vector(3f, 0f), Tensor.Vector(4f, 1f)]);
        Assert.Equal("complex64[2] 3+4i 0+1i", Show(z));
        Assert.Equal("float32[2] 3 0", Show(Single("Real", [z])));
        Assert.Equal("float32[2] 4 1", Show(Single("Imag", [z])));
        Assert.Equal("float32[2] 5 1", Show(Single("ComplexAbs", [z])));
        Assert.Equal("complex64[2] 3+-4i 0+-1i", Show(Single("Conj", [z])));
        Assert.Equal(1.5707964f, Single("Angle", [z]).Values<float>()[1]);
        Assert.Equal("complex64[2] 2+1i 0.70710677+0.70710677i", Show(Single("Sqrt", [z])));
    }
}
