using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class SpecialValueTests
{
    [Fact]
    public void A_nan_on_either_side_is_the_maximum_and_the_minimum()
    {
        float[] x = [float.NaN, 1, 1, float.PositiveInfinity, float.NegativeInfinity];
        float[] y = [1, float.NaN, 2, 0, 0];
        Assert.Equal([float.NaN, float.NaN, 2, float.PositiveInfinity, 0], Binary<MaximumOperator>(x, y));
        Assert.Equal([float.NaN, float.NaN, 1, 0, float.NegativeInfinity], Binary<MinimumOperator>(x, y));
    }

    [Fact]
    public void Sign_of_nan_is_nan()
    {
        float[] x = [float.NaN, 0, -0f, float.Epsilon, float.NegativeInfinity, float.PositiveInfinity];
        Assert.Equal([float.NaN, 0, 0, 1, -1, 1], Unary<SignOperator>(x));
    }

    [Fact]
    public void Zero_negated_is_minus_zero() =>
        Assert.True(float.IsNegative(Unary<NegateOperator>([0f])[0]));

    [Fact]
    public void Halves_round_to_even() =>
        Assert.Equal([0, 2, 2, -2, -0f, 4], Floating<RoundOperator>([0.5f, 1.5f, 2.5f, -2.5f, -0.5f, 3.5f]));

    [Fact]
    public void Floor_and_ceiling_keep_what_is_whole_or_no_number()
    {
        float[] x = [1.5f, -1.5f, 1e30f, float.NaN, float.PositiveInfinity, -0.1f];
        Assert.Equal([1, -2, 1e30f, float.NaN, float.PositiveInfinity, -1], Floating<FloorOperator>(x));
        Assert.Equal([2, -1, 1e30f, float.NaN, float.PositiveInfinity, 0], Floating<CeilingOperator>(x));
    }

    [Fact]
    public void Predicates_tell_nan_infinity_and_finite_apart()
    {
        float[] x = [0, float.Epsilon, float.MaxValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        Assert.Equal([false, false, false, true, false, false], Test<IsNanOperator>(x));
        Assert.Equal([false, false, false, false, true, true], Test<IsInfiniteOperator>(x));
        Assert.Equal([true, true, true, false, false, false], Test<IsFiniteOperator>(x));
    }

    [Fact]
    public void Nan_compares_with_nothing_but_differs_from_all()
    {
        float[] x = [float.NaN, 1, -0f];
        float[] y = [float.NaN, 1, 0f];
        Assert.Equal([false, true, true], Compare<EqualOperator>(x, y));
        Assert.Equal([true, false, false], Compare<NotEqualOperator>(x, y));
        Assert.Equal([false, false, false], Compare<LessOperator>(x, y));
        Assert.Equal([false, true, true], Compare<LessEqualOperator>(x, y));
        Assert.Equal([false, false, false], Compare<GreaterOperator>(x, y));
        Assert.Equal([false, true, true], Compare<GreaterEqualOperator>(x, y));
    }

    [Fact]
    public void Clipping_keeps_nan_and_bounds_the_rest()
    {
        var z = Tensor.Allocate(DType.Float32, Shape.Of(4));
        Elementwise.Ternary<ClipOperator>(Tensor.Vector(-5f, 0.5f, 7f, float.NaN), Tensor.Scalar(0f), Tensor.Scalar(1f), z);
        Assert.Equal([0, 0.5f, 1, float.NaN], z.Values<float>().ToArray());
    }

    private static float[] Unary<TOperator>(float[] x)
        where TOperator : struct, IUnaryOperator
    {
        var z = Tensor.Allocate(DType.Float32, Shape.Of(x.Length));
        Elementwise.Unary<TOperator>(Tensor.Vector<float>(x), z);
        return z.Values<float>().ToArray();
    }

    private static float[] Floating<TOperator>(float[] x)
        where TOperator : struct, IUnaryFloatingOperator
    {
        var z = Tensor.Allocate(DType.Float32, Shape.Of(x.Length));
        Elementwise.UnaryFloating<TOperator>(Tensor.Vector<float>(x), z);
        return z.Values<float>().ToArray();
    }

    private static float[] Binary<TOperator>(float[] x, float[] y)
        where TOperator : struct, IBinaryOperator
    {
        var z = Tensor.Allocate(DType.Float32, Shape.Of(x.Length));
        Elementwise.Binary<TOperator>(Tensor.Vector<float>(x), Tensor.Vector<float>(y), z);
        return z.Values<float>().ToArray();
    }

    private static bool[] Test<TOperator>(float[] x)
        where TOperator : struct, IPredicateOperator
    {
        var z = Tensor.Allocate(DType.Bool, Shape.Of(x.Length));
        Elementwise.Test<TOperator>(Tensor.Vector<float>(x), z);
        return z.Values<bool>().ToArray();
    }

    private static bool[] Compare<TOperator>(float[] x, float[] y)
        where TOperator : struct, IComparisonOperator
    {
        var z = Tensor.Allocate(DType.Bool, Shape.Of(x.Length));
        Elementwise.Compare<TOperator>(Tensor.Vector<float>(x), Tensor.Vector<float>(y), z);
        return z.Values<bool>().ToArray();
    }
}
