using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Conformance;

/// <summary>The cases of <c>tests/Conformance</c>, read as a user's model is read.</summary>
public sealed class OpCaseTests
{
    public static TheoryData<string> Ids => [.. OpCase.All.Select(entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_outputs_are_those_of_an_independent_implementation(string id)
    {
        using var testCase = OpCase.Open(id);
        foreach (var (name, expected, actual) in testCase.Run())
        {
            Assert.True(expected.Shape.Equals(actual.Shape), $"{name}: expected {expected}, got {actual}");
            Assert.Equal(expected.DType.IsFloating(), actual.DType.IsFloating());
            if (expected.DType.IsFloating())
                AssertNear(name, Numbers(expected), Numbers(actual), testCase.RelativeTolerance, testCase.AbsoluteTolerance);
            else
                Assert.Equal(Integers(expected), Integers(actual));
        }
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
            Assert.True(isNear, $"{name}: element {i} is {actual[i]}, expected {expected[i]} within {tolerance}");
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
