using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Binding;

/// <summary>Gradients through branches, loops, functions and lists; expected numbers by hand.</summary>
public class ControlFlowGradientTests
{
    [Theory]
    [InlineData(3, "float32[2] 8 6")]
    [InlineData(-3, "float32[2] 1 1")]
    public void Of_a_branch_only_what_was_taken_counts(int x, string expected) => Assert.Equal(expected, Value(
        $"""
        x: constant({x}.0)
        w: constant(2.0)
        z: 'cond(x > 0, lambda: square(x) + w * x, lambda: x + w)'
        g: 'gradients(z, [x, w], unconnected_gradients="zero")'
        y: 'stack([`g:0`, `g:1`]) * [1.0, {(x > 0 ? 2 : 1)}.0]'
        """));

    [Fact]
    public void A_branch_that_does_not_use_an_input_gives_it_zeros() => Assert.Equal("float32[] 0", Value(
        """
        x: constant(-1.0)
        c: constant(5.0)
        z: 'cond(x > 0, lambda: c * c, lambda: x)'
        y: gradients(z, c)
        """));

    [Fact]
    public void One_of_several_functions_has_its_own_gradient() => Assert.Equal("float32[] 12", Value(
        """
        x: constant(2.0)
        z: 'switch_case(1, [lambda: x, lambda: x * x * x, lambda: -x])'
        y: gradients(z, x)
        """));

    [Fact]
    public void A_loop_is_gone_through_backwards() => Assert.Equal("float32[2] 5 32", Value(
        """
        x: constant(2.0)
        loop: 'while_loop(lambda i, a: i < 4, lambda i, a: [i + 1, a * x], [0, x])'
        z: 'identity(`loop:1`)'
        y: 'stack([gradients(log(z), x) * x, z])'
        """));

    [Fact]
    public void A_loop_can_be_differentiated_twice() => Assert.Equal("float64[2] 80 160", Value(
        """
        x: constant(2.0, dtype=float64)
        loop: 'while_loop(lambda i, a: i < 4, lambda i, a: [i + 1, a * x], [0, x])'
        first: 'gradients(`loop:1`, x)'
        second: gradients(first, x)
        y: stack([first, second])
        """));

    [Fact]
    public void A_loop_that_never_runs_passes_gradients_on() => Assert.Equal("float32[] 1", Value(
        """
        x: constant(2.0)
        loop: 'while_loop(lambda i, a: i < 0, lambda i, a: [i + 1, a * x], [0, x])'
        y: 'gradients(`loop:1`, x)'
        """));

    [Fact]
    public void Variables_used_in_a_loop_get_the_sum_over_its_iterations() => Assert.Equal("float32[] 27", Value(
        """
        w: variable(3.0)
        x: constant(1.0)
        loop: 'while_loop(lambda i, a: i < 3, lambda i, a: [i + 1, a * w], [0, x])'
        y: 'gradients(`loop:1`, w)'
        """));

    // x = 3: the first time round x * x², the second time the square of that: x⁶, and 6 x⁵ = 1458.
    [Fact]
    public void Loops_within_branches_within_loops_have_gradients() => Assert.Equal("float64[] 1458", Value(
        """
        x: constant(3.0, dtype=float64)
        inner: 'while_loop(lambda j, b: j < 2, lambda j, b: [j + 1, b * x], [0, x])'
        loop:
          op: while_loop
          cond: 'lambda i, a: i < 2'
          body: 'lambda i, a: [i + 1, cond(i < 1, lambda: while_loop(lambda j, b: j < 2, lambda j, b: [j + 1, b * x], [0, a])[1], lambda: a * a)]'
          loop_vars: [0, x]
        y: 'gradients(`loop:1`, x)'
        """));

    [Fact]
    public void Elements_of_a_mapped_tensor_get_their_own_gradients() => Assert.Equal("float32[3] 2 4 6", Value(
        """
        x: constant([1.0, 2.0, 3.0])
        z: 'map_fn(lambda e: e * e, x)'
        y: gradients(z, x)
        """));

    [Fact]
    public void A_scan_carries_gradients_from_later_elements_to_earlier_ones() => Assert.Equal("float32[3] 3 2 1", Value(
        """
        x: constant([1.0, 2.0, 3.0])
        z: 'scan(lambda a, e: a + e, x)'
        y: gradients(z, x)
        """));
}
