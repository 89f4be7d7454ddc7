using System.Numerics;
using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class IntegerTests
{
    [Fact]
    public void Overflow_wraps()
    {
        Assert.Equal([int.MinValue], Binary<int, AddOperator>([int.MaxValue], [1]));
        Assert.Equal<byte>([255], Binary<byte, SubtractOperator>([0], [1]));
        Assert.Equal<sbyte>([-128], Binary<sbyte, MultiplyOperator>([64], [2]));
        Assert.Equal([0L], Binary<long, MultiplyOperator>([1L << 32], [1L << 32]));
        Assert.Equal([long.MinValue], Unary<long, NegateOperator>([long.MinValue]));
        Assert.Equal([int.MinValue, 5], Unary<int, AbsoluteOperator>([int.MinValue, -5]));
        Assert.Equal<ushort>([65529], Unary<ushort, NegateOperator>([7]));
    }

    [Fact]
    public void Truncated_division_rounds_towards_zero() =>
        Assert.Equal(
            [2, -2, -2, 2, int.MinValue, 0],
            Integer<int, TruncateDivideOperator>([7, -7, 7, -7, int.MinValue, 1], [3, 3, -3, -3, -1, 2]));

    [Fact]
    public void Floor_division_rounds_down() =>
        Assert.Equal(
            [2, -3, -3, 2, int.MinValue, -2],
            Integer<int, FloorDivideOperator>([7, -7, 7, -7, int.MinValue, -6], [3, 3, -3, -3, -1, 3]));

    [Fact]
    public void Floor_mod_has_the_sign_of_the_divisor()
    {
        Assert.Equal([1, 2, -2, -1, 0], Scalar<int, FloorModOperator>([7, -7, 7, -7, int.MinValue], [3, 3, -3, -3, -1]));
        Assert.Equal([1f, 2f, -2f, -1f, 0f], Scalar<float, FloorModOperator>([7, -7, 7, -7, -6], [3, 3, -3, -3, 3]));
        Assert.Equal<byte>([255 % 7], Scalar<byte, FloorModOperator>([255], [7]));
    }

    [Fact]
    public void Truncated_mod_has_the_sign_of_the_dividend()
    {
        Assert.Equal([1, -1, 1, -1, 0], Scalar<int, TruncateModOperator>([7, -7, 7, -7, int.MinValue], [3, 3, -3, -3, -1]));
        Assert.Equal([1.5, -1.5], Scalar<double, TruncateModOperator>([7.5, -7.5], [3, -3]));
        Assert.True(double.IsNaN(Scalar<double, TruncateModOperator>([1], [0])[0]));
    }

    [Fact]
    public void Division_by_integer_zero_is_an_error()
    {
        var error = Assert.Throws<GraphRunException>(() => Integer<int, FloorDivideOperator>([1, 2], [1, 0]));
        Assert.Equal((ErrorCode.InvalidArgument, "Integer division by zero"), (error.Code, error.Diagnostics[0].Message));
        Assert.Throws<GraphRunException>(() => Integer<ulong, TruncateDivideOperator>([1], [0]));
        Assert.Throws<GraphRunException>(() => Scalar<sbyte, FloorModOperator>([1], [0]));
        Assert.Throws<GraphRunException>(() => Scalar<long, TruncateModOperator>([1], [0]));
    }

    [Fact]
    public void Powers_are_repeated_products_that_wrap()
    {
        int[] powers = Integer<int, IntegerPowerOperator>([2, 0, 0, -3, 2, -1], [10, 0, 3, 3, 32, int.MaxValue - 1]);
        Assert.Equal([1024, 1, 0, -27, 0, 1], powers);
        var error = Assert.Throws<GraphRunException>(() => Integer<long, IntegerPowerOperator>([1], [-1]));
        Assert.Equal("Integers to negative integer powers are not allowed", error.Diagnostics[0].Message);
    }

    [Fact]
    public void Shift_amounts_are_clamped()
    {
        Assert.Equal([4, 1, int.MinValue, -2], Integer<int, LeftShiftOperator>([1, 1, 1, -1], [2, -3, 99, 1]));
        Assert.Equal([-1, -1, 0, 3], Integer<int, RightShiftOperator>([-1, -8, 8, 3], [1, 40, 4, -1]));
        Assert.Equal<byte>([128, 1], Integer<byte, LeftShiftOperator>([1, 1], [200, 0]));
        Assert.Equal<sbyte>([-1], Integer<sbyte, RightShiftOperator>([-128], [127]));
    }

    [Fact]
    public void Bits_are_combined_one_by_one()
    {
        Assert.Equal([0b1000], Binary<int, BitwiseAndOperator>([0b1100], [0b1010]));
        Assert.Equal([0b1110], Binary<int, BitwiseOrOperator>([0b1100], [0b1010]));
        Assert.Equal([0b0110], Binary<int, BitwiseXorOperator>([0b1100], [0b1010]));
        Assert.Equal<byte>([0x0F], Unary<byte, InvertOperator>([0xF0]));
        Assert.Equal([false, true], Unary<bool, LogicalNotOperator>([true, false]));
    }

    [Fact]
    public void The_greater_and_the_lesser_follow_the_sign_of_the_type()
    {
        Assert.Equal([1, int.MaxValue], Binary<int, MaximumOperator>([-1, int.MinValue], [1, int.MaxValue]));
        Assert.Equal([ulong.MaxValue], Binary<ulong, MaximumOperator>([ulong.MaxValue], [1]));
        Assert.Equal([1UL], Binary<ulong, MinimumOperator>([ulong.MaxValue], [1]));
        Assert.Equal([-1, 0, 1], Unary<int, SignOperator>([-9, 0, 9]));
        Assert.Equal([0u, 1u], Unary<uint, SignOperator>([0, uint.MaxValue]));
    }

    private static T[] Unary<T, TOperator>(T[] x)
        where TOperator : struct, IUnaryOperator => Run(x, x, (a, _, z) => Elementwise.Unary<TOperator>(a, z));

    private static T[] Binary<T, TOperator>(T[] x, T[] y)
        where TOperator : struct, IBinaryOperator => Run(x, y, Elementwise.Binary<TOperator>);

    private static T[] Scalar<T, TOperator>(T[] x, T[] y)
        where T : INumber<T>
        where TOperator : struct, IBinaryScalarOperator => Run(x, y, Elementwise.BinaryScalar<TOperator>);

    private static T[] Integer<T, TOperator>(T[] x, T[] y)
        where T : IBinaryInteger<T>
        where TOperator : struct, IBinaryIntegerOperator => Run(x, y, Elementwise.BinaryInteger<TOperator>);

    private static T[] Run<T>(T[] x, T[] y, Action<Tensor, Tensor, Tensor> kernel)
    {
        var z = Tensor.Allocate(DTypes.Of<T>(), Shape.Of(x.Length));
        kernel(Tensor.Vector<T>(x), Tensor.Vector<T>(y), z);
        return z.Values<T>().ToArray();
    }
}
