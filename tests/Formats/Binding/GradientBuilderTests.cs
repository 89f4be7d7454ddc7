using GraphRun.Errors;
using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Binding;

/// <summary>The builder <c>gradients</c>; expected numbers by hand, or from the documentation of <c>tf.gradients</c>.</summary>
public class GradientBuilderTests
{
    [Fact]
    public void A_gradient_is_the_derivative_summed_over_the_ys() => Assert.Equal("float32[2] 3 5", Value(
        """
        x: constant([1.0, 2.0])
        z: x * x + x
        y: gradients(z, x)
        """));

    [Fact]
    public void Several_xs_give_several_outputs()
    {
        const string nodes =
            """
            a: constant(3.0)
            b: constant(4.0)
            g: gradients(a * b, [a, b])
            y: 'stack([`g:0`, `g:1`])'
            """;
        Assert.Equal("float32[2] 4 3", Value(nodes));
    }

    [Fact]
    public void Gradients_can_be_differentiated_again() => Assert.Equal("float64[] 12", Value(
        """
        x: constant(2.0, dtype=float64)
        y: gradients(gradients(x * x * x, x), x)
        """));

    [Theory]
    [InlineData("", "float32[2] 3 1")]
    [InlineData(", stop_gradients=[a, b]", "float32[2] 1 1")]
    public void Stopped_outputs_count_as_constants(string stops, string expected) => Assert.Equal(expected, Value(
        $"""
        a: constant(0.0)
        b: 2 * a
        g: gradients(a + b, [a, b]{stops})
        y: 'stack([`g:0`, `g:1`])'
        """));

    [Fact]
    public void What_arrives_at_the_ys_can_be_given() => Assert.Equal("float32[2] 20 400", Value(
        """
        x: constant([1.0, 2.0])
        y: gradients(x * x, x, grad_ys=[10.0, 100.0])
        """));

    [Fact]
    public void Gradients_of_variables_arrive_from_every_reader() => Assert.Equal("float32[] 7", Value(
        """
        w: variable(3.0)
        z: w * w + w
        y: gradients(z, w)
        """));

    [Fact]
    public void Gradients_flow_through_readers_of_a_handle_to_the_handle() => Assert.Equal("float32[2] 1 0", Value(
        """
        h: {op: VarHandleOp, dtype: float32, shape: [2]}
        set: AssignVariableOp(h, [3.0, 4.0])
        r: {op: ReadVariableOp, inputs: [h], dtype: float32, after: [set]}
        y: gradients(r[0], h)
        """));

    [Fact]
    public void A_stretched_operand_gets_sums_over_a_batch_of_unknown_size() => Assert.Equal("float32[3] 2 2 2", Value(
        """
        x: placeholder_with_default([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], shape=[batch, 3])
        b: constant([1.0, 1.0, 1.0])
        y: gradients(x + b, b)
        """));

    [Fact]
    public void Slices_that_are_gathered_twice_get_both_gradients() => Assert.Equal("float32[3,2] 1 1 0 0 2 2", Value(
        """
        w: variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        y: gradients(gather(w, [2, 0, 2]), w)
        """));

    [Fact]
    public void Unconnected_xs_are_an_error_that_names_both_ends()
    {
        var error = Error("x: constant(1.0)\nz: constant(2.0)\ny: gradients(z * z, x)");

        Assert.Equal(ErrorCode.NoGradient, error.Code);
        Assert.Equal("no gradient flows from 'y/mul' to 'x'", error.Message);
    }

    [Fact]
    public void Unconnected_xs_can_have_zeros() => Assert.Equal("float32[2] 0 0", Value(
        "x: constant([1.0, 1.0])\nz: constant(2.0)\ny: gradients(z * z, x, unconnected_gradients='zero')"));

    [Fact]
    public void An_op_without_a_gradient_is_named_with_the_path_through_it()
    {
        var error = Error("x: constant([1.0, 1.0])\na: x * x\nb: Mod(a, a)\nz: reduce_sum(b)\ny: gradients(z, x)");

        Assert.Equal("No gradient defined for operation 'b' (op type: Mod)", error.Message);
        Assert.Equal("it is on the path z <- b <- a <- x", error.Note);
    }

    [Fact]
    public void Integers_stop_gradients() => Assert.Equal("float32[] 0", Value(
        "x: constant(2.5)\nz: cast(cast(x, int32), float32)\ny: gradients(z * 2, x, unconnected_gradients='zero')"));

    [Fact]
    public void Nodes_of_a_gradient_are_named_after_those_they_belong_to()
    {
        var names = Print(Nodes("x: constant(2.0)\nz: x * x\ny: gradients(z, x)"));

        Assert.Equal(
            """
            x = Const()
            z = Mul(x, x)
            y/grad_ys_0 = Const()
            y/z_grad/Mul = Mul(y/grad_ys_0, x)
            y/z_grad/Mul_1 = Mul(x, y/grad_ys_0)
            y/AddN = AddN(y/z_grad/Mul, y/z_grad/Mul_1)
            y = Identity(y/AddN)
            """,
            names);
    }
}
