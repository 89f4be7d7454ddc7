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
            Agreement.Assert(name, expected, actual, testCase.RelativeTolerance, testCase.AbsoluteTolerance);
    }
}
