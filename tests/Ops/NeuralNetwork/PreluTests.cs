using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.NeuralNetwork;

public sealed class PreluTests
{
    // By hand.
    [Fact]
    public void The_slope_below_zero_is_that_of_the_channel() => Assert.Equal(
        "float32[2,2] -1 2 3 -2", Show(Single("Prelu", [Matrix(new[,] { { -2f, 2f }, { 3f, -1f } }), Pattern.Vector(0.5f, 2)])));
}
