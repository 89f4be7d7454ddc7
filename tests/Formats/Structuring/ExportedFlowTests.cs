using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Tests.Formats.Binding;
using Xunit;

namespace GraphRun.Tests.Formats.Structuring;

/// <summary>
/// Branches and loops with the nodes that TensorFlow 1's <c>cond</c>, <c>Assert</c>, <c>while_loop</c> and <c>map_fn</c> made. Expected
/// numbers are calculated by hand.
/// </summary>
public class ExportedFlowTests
{
    [Theory]
    [InlineData("3.0", "float32[] 11", 11f)]
    [InlineData("1.0", "float32[] 2", 10f)]
    public void A_cond_writes_its_variable_one_way_only(string x, string merged, float variable)
    {
        var graph = BoundGraph.Nodes($$"""
            v: {op: VariableV2, shape: [], dtype: float32}
            ten: 10.0
            vinit: {op: Assign, inputs: [v, ten]}
            x: {expr: "identity({{x}})", after: [vinit]}
            p: x > 2.0
            cond/Switch: {op: Switch, inputs: [p, p]}
            cond/switch_t: {op: Identity, inputs: ['cond/Switch:1']}
            cond/switch_f: {op: Identity, inputs: ['cond/Switch:0']}
            cond/pred_id: {op: Identity, inputs: [p]}
            cond/AssignAdd/Switch: {op: RefSwitch, inputs: [v, cond/pred_id]}
            cond/AssignAdd/value: {op: Const, value: 1.0, dtype: float32, inputs: ['^cond/switch_t']}
            cond/AssignAdd: {op: AssignAdd, inputs: ['cond/AssignAdd/Switch:1', cond/AssignAdd/value]}
            cond/mul/Switch: {op: Switch, inputs: [x, cond/pred_id]}
            cond/mul/y: {op: Const, value: 2.0, dtype: float32, inputs: ['^cond/switch_f']}
            cond/mul: {op: Mul, inputs: [cond/mul/Switch, cond/mul/y]}
            m: {op: Merge, inputs: [cond/mul, cond/AssignAdd]}
            """);
        var values = new Session().Run(graph, [Fetch.Parse(graph, "m"), Fetch.Parse(graph, "v@post")]);
        Assert.Equal(merged, BoundGraph.Print(values[0]));
        Assert.Equal(variable, values[1].Value<float>());
    }

    [Fact]
    public void A_guarded_assertion_fails_only_when_it_does_not_hold()
    {
        Assert.Equal("float32[] 3", BoundGraph.Value(Assertion("3.0")));
        var error = Assert.Throws<GraphRunException>(() => BoundGraph.Value(Assertion("1.0")));
        Assert.Equal((ErrorCode.AssertionFailed, "assertion failed: [bad] [1]"), (error.Code, error.Diagnostics[0].Message));
    }

    [Fact]
    public void A_map_reads_and_writes_tensor_arrays() => Assert.Equal("float32[3] 1 4 9", BoundGraph.Value("""
        elems: [1.0, 2.0, 3.0]
        n: 3
        ta: {op: TensorArrayV3, inputs: [n], dtype: float32}
        r: {op: Range, inputs: [0, n, 1]}
        scatter: {op: TensorArrayScatterV3, inputs: ['ta', r, elems, 'ta:1']}
        out: {op: TensorArrayV3, inputs: [n], dtype: float32}
        zero: 0
        while/Enter: {op: Enter, inputs: [zero], frame_name: w}
        while/Enter_1: {op: Enter, inputs: ['out:1'], frame_name: w}
        while/Merge: {op: Merge, inputs: [while/Enter, while/NextIteration]}
        while/Merge_1: {op: Merge, inputs: [while/Enter_1, while/NextIteration_1]}
        while/Less/Enter: {op: Enter, inputs: [n], frame_name: w, is_constant: true}
        while/Less: {op: Less, inputs: [while/Merge, while/Less/Enter]}
        while/LoopCond: {op: LoopCond, inputs: [while/Less]}
        while/Switch: {op: Switch, inputs: [while/Merge, while/LoopCond]}
        while/Switch_1: {op: Switch, inputs: [while/Merge_1, while/LoopCond]}
        while/Identity: {op: Identity, inputs: ['while/Switch:1']}
        while/Identity_1: {op: Identity, inputs: ['while/Switch_1:1']}
        while/h/Enter: {op: Enter, inputs: [ta], frame_name: w, is_constant: true}
        while/f/Enter: {op: Enter, inputs: [scatter], frame_name: w, is_constant: true}
        while/o/Enter: {op: Enter, inputs: [out], frame_name: w, is_constant: true}
        while/read: {op: TensorArrayReadV3, inputs: [while/h/Enter, while/Identity, while/f/Enter], dtype: float32}
        while/mul: {op: Mul, inputs: [while/read, while/read]}
        while/write: {op: TensorArrayWriteV3, inputs: [while/o/Enter, while/Identity, while/mul, while/Identity_1]}
        while/one: {op: Const, value: 1, dtype: int32, inputs: ['^while/Identity']}
        while/add: {op: Add, inputs: [while/Identity, while/one]}
        while/NextIteration: {op: NextIteration, inputs: [while/add]}
        while/NextIteration_1: {op: NextIteration, inputs: [while/write]}
        while/Exit: {op: Exit, inputs: [while/Switch]}
        while/Exit_1: {op: Exit, inputs: [while/Switch_1]}
        size: {op: TensorArraySizeV3, inputs: [out, while/Exit_1]}
        rr: {op: Range, inputs: [0, size, 1]}
        y: {op: TensorArrayGatherV3, inputs: [out, rr, while/Exit_1], dtype: float32}
        """));

    [Fact]
    public void A_shape_may_grow_from_iteration_to_iteration() => Assert.Equal("int32[1] 8", BoundGraph.Value("""
        x: [1.0]
        i0: 0
        ei: {op: Enter, inputs: [i0], frame_name: f}
        ex: {op: Enter, inputs: [x], frame_name: f}
        mi: {op: Merge, inputs: [ei, ni]}
        mx: {op: Merge, inputs: [ex, nx]}
        three: {op: Const, value: 3, dtype: int32, inputs: ['^mi']}
        lt: {op: Less, inputs: [mi, three]}
        lc: {op: LoopCond, inputs: [lt]}
        si: {op: Switch, inputs: [mi, lc]}
        sx: {op: Switch, inputs: [mx, lc]}
        ii: {op: Identity, inputs: ['si:1']}
        ix: {op: Identity, inputs: ['sx:1']}
        axis: {op: Const, value: 0, dtype: int32, inputs: ['^ii']}
        cat: {op: ConcatV2, inputs: [ix, ix, axis]}
        inc: {op: Const, value: 1, dtype: int32, inputs: ['^ii']}
        ai: {op: Add, inputs: [ii, inc]}
        ni: {op: NextIteration, inputs: [ai]}
        nx: {op: NextIteration, inputs: [cat]}
        oi: {op: Exit, inputs: [si]}
        ox: {op: Exit, inputs: [sx]}
        y: shape(ox)
        """));

    [Fact]
    public void The_second_case_is_asked_only_when_the_first_does_not_hold() => Assert.Equal("int32[] 2", BoundGraph.Value("""
        x: 5
        p: x > 10
        q: x > 3
        c1: {op: Switch, inputs: [p, p]}
        t1: {op: Identity, inputs: ['c1:1']}
        f1: {op: Identity, inputs: [c1]}
        a: {op: Const, value: 1, dtype: int32, after: [t1]}
        qs: {op: Switch, inputs: [q, p]}
        c2: {op: Switch, inputs: [qs, qs]}
        t2: {op: Identity, inputs: ['c2:1']}
        f2: {op: Identity, inputs: [c2]}
        b: {op: Const, value: 2, dtype: int32, after: [t2]}
        c: {op: Const, value: 3, dtype: int32, after: [f2]}
        m2: {op: Merge, inputs: [c, b]}
        y: {op: Merge, inputs: [m2, a]}
        """));

    [Fact]
    public void A_merge_of_ways_of_two_predicates_is_refused()
    {
        var error = BoundGraph.Error("""
            x: 1.0
            p: true
            q: false
            s: {op: Switch, inputs: [x, p]}
            t: {op: Switch, inputs: [x, q]}
            y: {op: Merge, inputs: [s, 't:1']}
            """);
        Assert.Equal(
            "these branches cannot be turned into an If, because nothing decides which of its inputs a Merge gives on: 'y' (Merge)",
            error.Message);
    }

    private static string Assertion(string x) => $$"""
        x: {{x}}
        ok: x > 2.0
        a/Switch: {op: Switch, inputs: [ok, ok]}
        a/switch_t: {op: Identity, inputs: ['a/Switch:1']}
        a/switch_f: {op: Identity, inputs: ['a/Switch']}
        a/pred_id: {op: Identity, inputs: [ok]}
        a/NoOp: {op: NoOp, inputs: ['^a/switch_t']}
        a/control_dependency: {op: Identity, inputs: ['a/switch_t', '^a/NoOp']}
        a/Assert/data_0: {op: Const, value: "bad", dtype: string, inputs: ['^a/switch_f']}
        a/Assert/Switch: {op: Switch, inputs: [ok, a/pred_id]}
        a/Assert/Switch_1: {op: Switch, inputs: [x, a/pred_id]}
        a/Assert: {op: Assert, inputs: [a/Assert/Switch, [a/Assert/data_0, a/Assert/Switch_1]]}
        a/control_dependency_1: {op: Identity, inputs: ['a/switch_f', '^a/Assert']}
        a/Merge: {op: Merge, inputs: [a/control_dependency_1, a/control_dependency]}
        y: {op: Identity, inputs: [x, '^a/Merge']}
        """;
}
