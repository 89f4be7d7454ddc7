using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Tests.Formats.Binding;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Formats.Structuring;

/// <summary>
/// The loops that TensorFlow 1 made for the gradient of <c>while_loop</c>: values go on a stack on the way there and come off on the way
/// back.
/// </summary>
public sealed class StackLoopTests
{
    // x is squared three times, x^8; its derivative at 2 is 8 * 2^7 = 1024. Names as control_flow_ops.py gives them.
    private const string Loops = """
        x: 2.0
        zero: 0
        acc: {op: StackV2, inputs: [{op: Const, value: -1, dtype: int32}], elem_type: float32}
        f/Enter: {op: Enter, inputs: [zero], frame_name: f}
        f/Enter_1: {op: Enter, inputs: [x], frame_name: f}
        f/Handle: {op: Enter, inputs: [acc], frame_name: f, is_constant: true}
        f/Merge: {op: Merge, inputs: [f/Enter, f/NextIteration]}
        f/Merge_1: {op: Merge, inputs: [f/Enter_1, f/NextIteration_1]}
        f/Three: {op: Enter, inputs: [three], frame_name: f, is_constant: true}
        f/Less: {op: Less, inputs: [f/Merge, f/Three]}
        f/LoopCond: {op: LoopCond, inputs: [f/Less]}
        f/Switch: {op: Switch, inputs: [f/Merge, f/LoopCond]}
        f/Switch_1: {op: Switch, inputs: [f/Merge_1, f/LoopCond]}
        f/Push: {op: StackPushV2, inputs: [f/Handle, 'f/Switch_1:1']}
        f/One: {op: Const, value: 1, dtype: int32, after: ['f/Switch']}
        f/Add: {op: AddV2, inputs: ['f/Switch:1', f/One]}
        f/Square: {op: Square, inputs: ['f/Switch_1:1']}
        f/NextIteration: {op: NextIteration, inputs: [f/Add], after: [f/Push]}
        f/NextIteration_1: {op: NextIteration, inputs: [f/Square]}
        count: {op: Exit, inputs: [f/Switch]}
        y: {op: Exit, inputs: [f/Switch_1]}
        three: 3
        b/Enter: {op: Enter, inputs: [count], frame_name: b}
        b/Enter_1: {op: Enter, inputs: [one], frame_name: b}
        b/Handle: {op: Enter, inputs: [acc], frame_name: b, is_constant: true}
        b/Merge: {op: Merge, inputs: [b/Enter, b/NextIteration]}
        b/Merge_1: {op: Merge, inputs: [b/Enter_1, b/NextIteration_1]}
        b/Least: {op: Enter, inputs: [least], frame_name: b, is_constant: true}
        b/GreaterEqual: {op: GreaterEqual, inputs: [b/Merge, b/Least]}
        b/LoopCond: {op: LoopCond, inputs: [b/GreaterEqual]}
        b/Switch: {op: Switch, inputs: [b/Merge, b/LoopCond]}
        b/Switch_1: {op: Switch, inputs: [b/Merge_1, b/LoopCond]}
        b/Pop: {op: StackPopV2, inputs: [b/Handle], elem_type: float32, after: ['b/Switch']}
        b/Two: {op: Const, value: 2.0, after: ['b/Switch']}
        b/Twice: {op: Mul, inputs: [b/Pop, b/Two]}
        b/Mul: {op: Mul, inputs: ['b/Switch_1:1', b/Twice]}
        b/Sub: {op: Sub, inputs: ['b/Switch:1', b/Least]}
        b/NextIteration: {op: NextIteration, inputs: [b/Sub]}
        b/NextIteration_1: {op: NextIteration, inputs: [b/Mul]}
        gradient: {op: Exit, inputs: [b/Switch_1]}
        one: 1.0
        least: 1
        """;

    [Fact]
    public void A_gradient_loop_takes_off_the_stack_what_its_loop_put_there()
    {
        var graph = BoundGraph.Nodes(Loops.Replace("inputs: [{op: Const, value: -1, dtype: int32}]", "inputs: [-1]",
            StringComparison.Ordinal));
        var session = new Session();
        for (var run = 0; run < 2; run++)
        {
            var results = session.Run(graph, [Fetch.Parse(graph, "y"), Fetch.Parse(graph, "gradient")]);
            Assert.Equal(["float32[] 256", "float32[] 1024"], results.Select(Show));
        }
    }

    [Theory]
    [InlineData("StackPopV2(s, elem_type=float32)", "Stack[values] is empty when calling Pop().")]
    [InlineData("StackPushV2(s, 1)", "Must have type float32 but got int32")]
    public void A_stack_says_what_is_wrong(string expression, string message)
    {
        var graph = BoundGraph.Nodes($$"""
            s: StackV2(1, elem_type=float32, stack_name='values')
            result: {{expression}}
            """);
        var error = Assert.Throws<GraphRunException>(() => new Session().Run(graph, [Fetch.Parse(graph, "result")]));
        Assert.Equal(message, error.Diagnostics[0].Message);
    }

    [Fact]
    public void A_stack_is_not_filled_beyond_its_size()
    {
        var graph = BoundGraph.Nodes("""
            s: StackV2(1, elem_type=float32, stack_name='values')
            first: StackPushV2(s, 1.0)
            second: {expr: 'StackPushV2(s, 2.0)', after: [first]}
            """);
        var error = Assert.Throws<GraphRunException>(() => new Session().Run(graph, [Fetch.Parse(graph, "second")]));
        Assert.Equal("Stack[values] overflowed its max_size (1)", error.Diagnostics[0].Message);
    }
}
