using GraphRun.Errors;
using Xunit;
using static GraphRun.Tests.Formats.Binding.BoundGraph;

namespace GraphRun.Tests.Formats.Binding;

public class BindingErrorTests
{
    [Theory]
    [InlineData("y: foo + 1\nfo: 1", ErrorCode.UnknownReference, "Node 'y': Unknown input node 'foo'", "did you mean 'fo'?", 6)]
    [InlineData("y: Matmull(x, x)\nx: 1", ErrorCode.UnknownOp, "Op type not registered 'Matmull'", "did you mean 'MatMul'?", 6)]
    [InlineData("y: {op: Negg, inputs: [x]}\nx: 1", ErrorCode.UnknownOp, "Op type not registered 'Negg'", "did you mean 'Neg'?", 11)]
    [InlineData("y: placeholder(floot32, [2])", ErrorCode.InvalidAttr, "there is no dtype 'floot32'", "did you mean 'float32'?", 18)]
    [InlineData("y: {op: Placeholder, dtype: floot32}", ErrorCode.InvalidAttr, "there is no dtype 'floot32'", "did you mean 'float32'?", 31)]
    [InlineData("y: {op: Neg, inputs: [x], axs: 1}\nx: 1", ErrorCode.InvalidAttr, "Neg has no argument 'axs'", "its arguments are x, T", 29)]
    [InlineData("y: square(x, zero=1)\nx: 1", ErrorCode.InvalidAttr, "square has no argument 'zero'", "its arguments are x, T", 16)]
    [InlineData("y: square()", ErrorCode.InvalidArguments, "square needs argument 'x'", "square(x)", 6)]
    [InlineData("y: square(x, x)\nx: 1", ErrorCode.InvalidArguments, "square takes at most 1 argument, got 2", "square(x)", 16)]
    [InlineData("y: square(x, x=x)\nx: 1", ErrorCode.Duplicate, "argument 'x' of square is given twice", null, 16)]
    [InlineData("y: {op: Placeholder}", ErrorCode.InvalidArguments, "Placeholder needs argument 'dtype'", "Placeholder(dtype, shape=)", 11)]
    [InlineData("y: x:3\nx: 1", ErrorCode.UnknownReference, "Node 'y': Connecting to invalid output 3 of source node x which has 1 output", "its outputs are x", 6)]
    [InlineData("y: n + 1\nn: no_op()", ErrorCode.InvalidArguments, "'n' is a NoOp, which has no output to compute with", "to wait for it, write after: [n]", 6)]
    [InlineData("y: v@post + 1\nv: variable(1)", ErrorCode.Unsupported, "'v@post' is a value after the run: it can be fetched, but no node can use it", null, 6)]
    [InlineData("y: cast(1, fraction)", ErrorCode.InvalidAttr, "there is no dtype 'fraction'", "dtypes are float32, float64, int32, uint8, int16, int8, string, complex64, int64, bool, bfloat16, uint16, complex128, float16, resource, variant, uint32, uint64", 14)]
    [InlineData("y: {op: Neg, inputs: [1], device: cpu}", ErrorCode.InvalidValue, "'cpu' is no device", "write /cpu:0 or /job:J/replica:R/task:T/device:CPU:0, or leave it out", 37)]
    [InlineData("y: {op: Neg, inputs: [^a, a]}\na: 1", ErrorCode.InvalidArguments, "Control dependencies must come after regular dependencies", null, 29)]
    [InlineData("y: {op: Neg, inputs: [a], after: [logg]}\na: 1\nlog: 1", ErrorCode.UnknownReference, "Node 'y': Unknown input node 'logg'", "did you mean 'log'?", 37)]
    public void A_mistake_is_told_with_its_place_and_remedy(string nodes, ErrorCode code, string message, string? help, int column)
    {
        var error = Error(nodes);
        Assert.Equal((code, message), (error.Code, error.Message));
        Assert.Equal((help, 3, column), (error.Help, error.Span.Line, error.Span.Column));
        Assert.Equal("y", error.Node);
    }

    [Theory]
    [InlineData("y: zeros([-1])", "a dim is a whole number of at least 0, got -1")]
    [InlineData("y: placeholder(float32, [-5])", "axis 0 of this shape is -5, and a dim is a whole number of at least 0")]
    [InlineData("y: placeholder(float32, [2, 2.5])", "axis 1 of this shape is 2.5, and a dim is a whole number of at least 0")]
    [InlineData("y: {op: Const, value: 1, shape: [-1]}", "axis 0 of this shape is -1, and a dim is a whole number of at least 0")]
    [InlineData("y: {op: Const, value: 1, shape: [2, a]}", "axis 1 of a constant's shape must be a size, got [2,a]")]
    [InlineData("y: {op: Const, value: [1, 2, 3], shape: [2, 2]}", "the value does not fill shape [2,2]: expected 4 got 3")]
    [InlineData("y: [[1, 2], [3]]", "row [1] of this list is ragged: expected a list of 2 values, got a list of 1 value")]
    [InlineData("y: [[[1], [2]], [[3], 4]]", "row [1][1] of this list is ragged: expected a list of 1 value, got a single value")]
    [InlineData("y: [1, [2]]", "row [1] of this list is ragged: expected a single value, got a list of 1 value")]
    [InlineData("y: [1, x]\nx: [2]", "Shapes must be equal rank, but are 0 and 1 for 'y' (op: 'Pack') with input shapes: [], [1]")]
    public void Shapes_that_cannot_be_are_refused_by_axis_or_row(string nodes, string message) =>
        Assert.Equal(message, Error(nodes).Message);

    [Theory]
    [InlineData("a: a + 1", "a -> a")]
    [InlineData("a: b + 1\nb: a + 1", "a -> b -> a")]
    [InlineData("x: a\na: b + c\nb: c + 1\nc: a + 1", "a -> c -> a")]
    [InlineData("a: 1 + b\nb: {op: NoOp, after: [c]}\nc: assign(a, 1)", "a -> b -> c -> a")]
    public void Nodes_that_need_each_other_are_told_by_the_shortest_way(string nodes, string cycle)
    {
        var error = ErrorsOf(nodes)[0];
        Assert.Equal(ErrorCode.Cycle, error.Code);
        Assert.Equal($"these nodes need each other: {cycle}", error.Message);
    }

    [Fact]
    public void A_cycle_at_the_end_of_a_long_chain_is_told_by_itself()
    {
        var chain = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"n{i}: n{i + 1} + 1\n"));
        Assert.Equal("these nodes need each other: a -> b -> a", Error(chain + "n50000: a + 1\na: b + 1\nb: a + 1").Message);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_what_follows_from_them_is_not()
    {
        var errors = ErrorsOf("a: nope + 1\nb: a + 1\nc: b + also_nope\nd: 1.5 & 2.5\ne: '[1, 2'");
        Assert.Equal(
            ["Node 'a': Unknown input node 'nope'", "& takes bool or integers, got float32", "this '[' is never closed"],
            errors.Select(error => error.Message));
        Assert.Equal([3, 6, 7], errors.Select(error => error.Span.Line));
    }

    [Fact]
    public void An_error_of_a_call_points_to_the_call_inside_the_expression()
    {
        var error = Error("a: [1.0, 2.0]\nb: [1.0, 2.0, 3.0]\ny: 1.0 + (a * b)");
        Assert.Equal((5, 13, 5), (error.Span.Line, error.Span.Column, error.Span.Length));
    }

    [Theory]
    [InlineData("nope", "output 'nope' refers to 'nope', and there is no such node")]
    [InlineData("a:2", "output 'a:2' refers to 'a:2', and 'a' (Const) has 1 output")]
    [InlineData("a@post", "'a@post': only a variable has a value after the run, and 'a' is a Const")]
    public void An_output_that_is_none_is_refused(string output, string message) => Assert.Equal(
        message, Assert.Throws<GraphRunException>(
            () => File($"graphrun: 1\nnodes: {{a: 1}}\noutputs: ['{output}']\n")).Diagnostics[0].Message);
}
