using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops;

/// <summary>Message texts: TensorFlow's <c>core/kernels/logging_ops.cc</c> and <c>check_numerics_op.cc</c>.</summary>
public sealed class AssertOpTests
{
    [Fact]
    public void A_false_assert_shows_its_data_in_brackets()
    {
        var error = Fails(builder => builder.Add(
            Catalogue.Get("Assert"), "check", [builder.Constant(Tensor.Scalar(false)), builder.Constant(Tensor.Scalar("x")), builder.Constant(Tensor.Vector(1, 2, 3, 4))]));

        Assert.Equal("assertion failed: [x] [1 2 3...]", error.Diagnostics[0].Message);
        Assert.Equal("check", error.Diagnostics[0].Node);
    }

    [Theory]
    [InlineData(new[] { 1f, float.NaN }, "NaN")]
    [InlineData(new[] { float.NegativeInfinity, 1f }, "Inf")]
    [InlineData(new[] { float.PositiveInfinity, float.NaN }, "Inf and NaN")]
    public void Check_numerics_names_what_it_found(float[] values, string found)
    {
        var error = Fails(builder => builder.Add(
            Catalogue.Get("CheckNumerics"), "c", [builder.Constant(Tensor.Vector<float>(values))], new Dictionary<string, object> { ["message"] = "w" }));

        Assert.Equal($"w : Tensor had {found} values", error.Diagnostics[0].Message);
    }

    [Fact]
    public void Print_gives_its_input_on_and_says_message_and_data()
    {
        var builder = new GraphBuilder();
        var x = builder.Constant(Tensor.Of<int>(Shape.Of(2, 2), [1, 2, 3, 4]));
        var y = new Output(builder.Add(Catalogue.Get("Print"), "p", [x, x], new Dictionary<string, object> { ["message"] = "x = ", ["summarize"] = 4L }), 0);
        var said = "";

        var values = new Session { Print = text => said += text }.Run(builder.Build(), [y]);

        Assert.Equal("x = [[1 2][3 4]]\n", said);
        Assert.Equal([1, 2, 3, 4], values[0].Values<int>().ToArray());
    }

    private static GraphRunException Fails(Func<GraphBuilder, Node> add)
    {
        var builder = new GraphBuilder();
        var node = add(builder);
        return Assert.Throws<GraphRunException>(() => new Session().Run(builder.Build(), [], targets: [node]));
    }
}
