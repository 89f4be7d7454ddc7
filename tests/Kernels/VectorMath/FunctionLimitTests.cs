using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

/// <summary>What the functions make of zeros, infinities, NaN and numbers outside their domain (C99, annex F).</summary>
public class FunctionLimitTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    /// <summary>Function, argument, value.</summary>
    public static TheoryData<string, double, double> Limits => new()
    {
        { "exp", Inf, Inf }, { "exp", -Inf, 0 }, { "exp", 1000, Inf }, { "exp", -1000, 0 }, { "exp", 0, 1 }, { "exp", -0d, 1 },
        { "expm1", Inf, Inf }, { "expm1", -Inf, -1 }, { "expm1", -0d, -0d }, { "expm1", 0, 0 }, { "log", 0, -Inf }, { "log", -0d, -Inf },
        { "log", -1, NaN }, { "log", Inf, Inf }, { "log", -Inf, NaN }, { "log", 1, 0 }, { "log1p", -1, -Inf }, { "log1p", -2, NaN },
        { "log1p", Inf, Inf }, { "log1p", -0d, -0d }, { "log1p", -Inf, NaN }, { "sigmoid", Inf, 1 }, { "sigmoid", -Inf, 0 },
        { "sigmoid", 0, 0.5 }, { "softplus", Inf, Inf }, { "softplus", -Inf, 0 }, { "tanh", Inf, 1 }, { "tanh", -Inf, -1 },
        { "tanh", -0d, -0d }, { "sinh", Inf, Inf }, { "sinh", -Inf, -Inf }, { "sinh", -0d, -0d }, { "cosh", -Inf, Inf }, { "cosh", 0, 1 },
        { "asinh", -Inf, -Inf }, { "asinh", -0d, -0d }, { "acosh", 0.5, NaN }, { "acosh", -5, NaN }, { "acosh", Inf, Inf },
        { "acosh", 1, 0 }, { "atanh", 1, Inf }, { "atanh", -1, -Inf }, { "atanh", 2, NaN }, { "atanh", -Inf, NaN }, { "atanh", -0d, -0d },
        { "sin", Inf, NaN }, { "sin", -0d, -0d }, { "cos", -Inf, NaN }, { "cos", 0, 1 }, { "tan", Inf, NaN }, { "tan", -0d, -0d },
        { "asin", 1.5, NaN }, { "asin", -0d, -0d }, { "acos", -1.5, NaN }, { "acos", 1, 0 }, { "atan", -0d, -0d }, { "erf", Inf, 1 },
        { "erf", -Inf, -1 }, { "erf", -0d, -0d }, { "erfc", Inf, 0 }, { "erfc", -Inf, 2 }, { "erfc", 0, 1 }, { "lgamma", 0, Inf },
        { "lgamma", -3, Inf }, { "lgamma", Inf, Inf }, { "lgamma", -Inf, Inf }, { "lgamma", 1, 0 }, { "lgamma", 2, 0 },
        { "digamma", 0, NaN }, { "digamma", -2, NaN }, { "digamma", Inf, Inf }, { "digamma", -Inf, NaN },
    };

    /// <summary>Function, its two arguments, value.</summary>
    public static TheoryData<string, double, double, double> LimitsOfTwo => new()
    {
        { "pow", NaN, 0, 1 }, { "pow", 1, NaN, 1 }, { "pow", 1, Inf, 1 }, { "pow", -1, Inf, 1 }, { "pow", -1, -Inf, 1 },
        { "pow", NaN, 1, NaN }, { "pow", 2, NaN, NaN }, { "pow", 0, -1, Inf }, { "pow", -0d, -1, -Inf }, { "pow", -0d, -2, Inf },
        { "pow", -0d, -0.5, Inf }, { "pow", 0, 3, 0 }, { "pow", -0d, 3, -0d }, { "pow", -0d, 2, 0 }, { "pow", 0.5, Inf, 0 },
        { "pow", 0.5, -Inf, Inf }, { "pow", -2, Inf, Inf }, { "pow", -2, -Inf, 0 }, { "pow", Inf, 0.5, Inf }, { "pow", Inf, -0.5, 0 },
        { "pow", -Inf, 3, -Inf }, { "pow", -Inf, 2, Inf }, { "pow", -Inf, -3, -0d }, { "pow", -Inf, -2, 0 }, { "pow", -Inf, 0.5, Inf },
        { "pow", -8, 1 / 3d, NaN }, { "pow", -2, 3, -8 }, { "pow", -2, 2, 4 }, { "pow", 10, 400, Inf }, { "pow", 10, -400, 0 },
        { "pow", -10, 401, -Inf }, { "pow", -2, 1e300, Inf }, { "atan2", 0, 1, 0 }, { "atan2", -0d, 1, -0d }, { "atan2", 0, -1, Math.PI },
        { "atan2", -0d, -1, -Math.PI }, { "atan2", 0, -0d, Math.PI }, { "atan2", -0d, -0d, -Math.PI }, { "atan2", 0, 0, 0 },
        { "atan2", 1, 0, Math.PI / 2 }, { "atan2", -1, -0d, -Math.PI / 2 }, { "atan2", Inf, Inf, Math.PI / 4 },
        { "atan2", Inf, -Inf, 3 * Math.PI / 4 }, { "atan2", -Inf, 1, -Math.PI / 2 }, { "atan2", 1, Inf, 0 },
        { "atan2", -1, -Inf, -Math.PI }, { "atan2", NaN, 1, NaN }, { "atan2", 1, NaN, NaN }, { "div_no_nan", 1, 0, 0 },
        { "div_no_nan", Inf, 0, 0 }, { "div_no_nan", 1, 4, 0.25 }, { "mul_no_nan", NaN, 0, 0 }, { "mul_no_nan", 0, NaN, NaN },
        { "xdivy", 0, 0, 0 }, { "xdivy", 0, NaN, 0 }, { "xdivy", 1, 0, Inf }, { "xlogy", 0, 0, 0 }, { "xlogy", 0, NaN, 0 },
        { "xlogy", 1, 0, -Inf }, { "xlog1py", 0, -1, 0 }, { "xlog1py", 2, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_function_of_one_number_has_its_limits(string name, double x, double expected)
    {
        var z = Tensor.Allocate(DType.Float64, Shape.Scalar);
        PositionTests.Kernels[name](Tensor.Scalar(x), Tensor.Scalar(x), z);
        AssertSame(expected, z.Value<double>());
        var single = Tensor.Allocate(DType.Float32, Shape.Scalar);
        PositionTests.Kernels[name](Tensor.Scalar((float)x), Tensor.Scalar((float)x), single);
        AssertSame(expected, single.Value<float>());
    }

    [Theory]
    [MemberData(nameof(LimitsOfTwo))]
    public void A_function_of_two_numbers_has_its_limits(string name, double x, double y, double expected)
    {
        var z = Tensor.Allocate(DType.Float64, Shape.Scalar);
        PositionTests.Kernels[name](Tensor.Scalar(x), Tensor.Scalar(y), z);
        AssertSame(expected, z.Value<double>());
    }

    private static void AssertSame(double expected, double got)
    {
        Assert.Equal(expected, got);
        Assert.True(double.IsNaN(expected) || double.IsNegative(expected) == double.IsNegative(got), $"expected {expected}, got {got}");
    }
}
