using Xunit;

namespace GraphRun.Tests.Kernels;

/// <summary>Distances in units of the last place of the expected value.</summary>
internal static class Ulps
{
    /// <param name="expected">The true value rounded to double, so that half an ulp of a double is granted on top.</param>
    public static void AssertNear(double expected, double got, double tolerance, string what)
    {
        var unit = Math.Abs(expected) < 2.2250738585072014e-308 ? double.Epsilon : Math.ScaleB(1, Math.ILogB(expected) - 52);
        Assert.True(IsNear(expected, got, (tolerance + 0.5) * unit), $"{what}: expected {expected:R}, got {got:R}");
    }

    /// <param name="expected">The true value rounded to double.</param>
    public static void AssertNear(double expected, float got, double tolerance, string what)
    {
        // Half way between the largest float and the next power of two lies the border to infinity.
        if (Math.Abs(expected) >= 3.4028235677973366e38)
            expected = Math.CopySign(double.PositiveInfinity, expected);
        var unit = Math.Abs(expected) < 1.1754943508222875e-38 ? float.Epsilon : Math.ScaleB(1, Math.ILogB(expected) - 23);
        Assert.True(IsNear(expected, got, tolerance * unit), $"{what}: expected {expected:R}, got {got:R}");
    }

    private static bool IsNear(double expected, double got, double tolerance) =>
        expected.Equals(got) || (Math.Abs(expected - got) <= tolerance && (expected != 0 || got == 0));
}
