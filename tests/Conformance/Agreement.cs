using GraphRun.Tensors;

namespace GraphRun.Tests.Conformance;

/// <summary>How near an output must come to the one expected of it.</summary>
internal static class Agreement
{
    /// <summary>
    /// Floats differ by at most <paramref name="absolute"/> and <paramref name="relative"/> times the largest magnitude, NaN and infinities
    /// stand in the same places; integers, of whatever width, and bools are equal.
    /// </summary>
    public static void Assert(string name, Tensor expected, Tensor actual, double relative, double absolute)
    {
        Xunit.Assert.True(expected.Shape.Equals(actual.Shape), $"{name}: expected {expected}, got {actual}");
        Xunit.Assert.Equal(expected.DType.IsFloating(), actual.DType.IsFloating());
        if (expected.DType.IsFloating())
            AssertNear(name, Numbers(expected), Numbers(actual), relative, absolute);
        else
            Xunit.Assert.Equal(Integers(expected), Integers(actual));
    }

    private static void AssertNear(string name, double[] expected, double[] actual, double relative, double absolute)
    {
        var finite = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0);
        var tolerance = absolute + (relative * finite.Max());
        for (var i = 0; i < expected.Length; i++)
        {
            var isNear = double.IsFinite(expected[i])
                ? Math.Abs(actual[i] - expected[i]) <= tolerance
                : expected[i].Equals(actual[i]);
            Xunit.Assert.True(isNear, $"{name}: element {i} is {actual[i]}, expected {expected[i]} within {tolerance}");
        }
    }

    private static double[] Numbers(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => [.. tensor.Values<float>().ToArray().Select(value => (double)value)],
        DType.Float16 => [.. tensor.Values<Half>().ToArray().Select(value => (double)value)],
        _ => tensor.Values<double>().ToArray(),
    };

    private static long[] Integers(Tensor tensor) =>
        tensor.DType == DType.Bool ? [.. tensor.Values<bool>().ToArray().Select(value => value ? 1L : 0)] : tensor.Integers();
}
