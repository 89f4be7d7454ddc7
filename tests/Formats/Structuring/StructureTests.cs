using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Tests.Formats.Binding;
using Xunit;

namespace GraphRun.Tests.Formats.Structuring;

/// <summary>Graphs as TensorFlow 1 wrote branches and loops. Expected numbers are calculated by hand.</summary>
public class StructureTests
{
    private const string Loop = """
        n: 5
        x: [1.0, 2.0]
        i0: 0
        ei: {op: Enter, inputs: [i0], frame_name: loop, is_constant: false}
        ex: {op: Enter, inputs: [x], frame_name: loop, is_constant: false}
        en: {op: Enter, inputs: [n], frame_name: loop, is_constant: true}
        mi: {op: Merge, inputs: [ei, ni]}
        mx: {op: Merge, inputs: [ex, nx]}
        less: {op: Less, inputs: [mi, en]}
        lc: {op: LoopCond, inputs: [less]}
        si: {op: Switch, inputs: [mi, lc]}
        sx: {op: Switch, inputs: [mx, lc]}
        y: {op: Exit, inputs: [sx]}
        yi: {op: Exit, inputs: [si]}
        ii: {op: Identity, inputs: ['si:1']}
        one: {op: Const, value: 1, dtype: int32, after: [ii]}
        ai: {op: AddV2, inputs: [ii, one]}
        ax: {op: Mul, inputs: ['sx:1', k]}
        k: 2.0
        ni: {op: NextIteration, inputs: [ai]}
        nx: {op: NextIteration, inputs: [ax]}
        """;

    [Fact]
    public void A_frame_becomes_a_while()
    {
        var graph = BoundGraph.Nodes(Loop);
        Assert.Equal(["While"], graph.Nodes.Where(node => node.Functions.Count > 0).Select(node => node.Op.Name));
        Assert.Equal("float32[2] 32 64", Run(graph, "y"));
        Assert.Equal("int32[] 5", Run(graph, "yi"));
    }

    [Theory]
    [InlineData("true", "float32[2] 1 4")]
    [InlineData("false", "float32[2] -1 -2")]
    public void A_switch_and_its_merge_become_an_if(string p, string expected)
    {
        var graph = BoundGraph.Nodes($$"""
            x: [1.0, 2.0]
            p: {{p}}
            sw: {op: Switch, inputs: [x, p]}
            f: {op: Neg, inputs: [sw]}
            t: {op: Square, inputs: ['sw:1']}
            y: {op: Merge, inputs: [f, t]}
            """);
        Assert.Single(graph.Nodes, node => node.Functions.Count > 0);
        Assert.Equal(expected, Run(graph, "y"));
    }

    [Theory]
    [InlineData("true", "int32[] 1")]
    [InlineData("false", "int32[] 0")]
    public void The_second_output_of_a_merge_says_which_input_came(string p, string expected) => Assert.Equal(
        expected,
        Run(
            BoundGraph.Nodes($$"""
                x: 1.0
                p: {{p}}
                sw: {op: Switch, inputs: [x, p]}
                f: {op: Neg, inputs: [sw]}
                t: {op: Square, inputs: ['sw:1']}
                m: {op: Merge, inputs: [f, t]}
                y: {op: Identity, inputs: ['m:1']}
                """),
            "y"));

    [Theory]
    [InlineData("true", "true", "int32[] 11")]
    [InlineData("true", "false", "int32[] 101")]
    [InlineData("false", "true", "int32[] 1001")]
    public void Branches_nest(string p, string q, string expected) => Assert.Equal(
        expected,
        Run(
            BoundGraph.Nodes($$"""
                x: 1
                p: {{p}}
                q: {{q}}
                sx: {op: Switch, inputs: [x, p]}
                sq: {op: Switch, inputs: [q, p]}
                inner: {op: Switch, inputs: ['sx:1', 'sq:1']}
                it: 'inner:1 + 10'
                if: {op: AddV2, inputs: [inner, hundred]}
                hundred: 100
                im: {op: Merge, inputs: [if, it]}
                f: sx + 1000
                y: {op: Merge, inputs: [f, im]}
                """),
            "y"));

    [Fact]
    public void Loops_nest()
    {
        // r starts at 0; for i < 3: for j < 4: r += i. The sum is 4 * (0 + 1 + 2).
        var graph = BoundGraph.Nodes("""
            zero: 0
            oi: {op: Enter, inputs: [zero], frame_name: outer}
            or: {op: Enter, inputs: [zero], frame_name: outer}
            three: {op: Enter, inputs: [limit], frame_name: outer, is_constant: true}
            limit: 3
            mi: {op: Merge, inputs: [oi, ni]}
            mr: {op: Merge, inputs: [or, nr]}
            test: {op: Less, inputs: [mi, three]}
            lc: {op: LoopCond, inputs: [test]}
            si: {op: Switch, inputs: [mi, lc]}
            sr: {op: Switch, inputs: [mr, lc]}
            y: {op: Exit, inputs: [sr]}
            i: {op: Identity, inputs: ['si:1']}
            next: i + 1
            ni: {op: NextIteration, inputs: [next]}
            start: {op: Const, value: 0, dtype: int32, after: [i]}
            ij: {op: Enter, inputs: [start], frame_name: inner}
            ir: {op: Enter, inputs: ['sr:1'], frame_name: inner}
            ii: {op: Enter, inputs: [i], frame_name: inner, is_constant: true}
            mj: {op: Merge, inputs: [ij, nj]}
            ms: {op: Merge, inputs: [ir, ns]}
            inner_test: mj < 4
            ilc: {op: LoopCond, inputs: [inner_test]}
            sj: {op: Switch, inputs: [mj, ilc]}
            ss: {op: Switch, inputs: [ms, ilc]}
            j: 'sj:1 + 1'
            s: 'ss:1 + ii'
            nj: {op: NextIteration, inputs: [j]}
            ns: {op: NextIteration, inputs: [s]}
            inner_exit: {op: Exit, inputs: [ss]}
            nr: {op: NextIteration, inputs: [inner_exit]}
            """);
        Assert.Equal("int32[] 12", Run(graph, "y"));
    }

    [Fact]
    public void A_branch_inside_a_loop_is_taken_in_the_iterations_that_want_it()
    {
        // v starts at 1; for i < 4: v = i < 2 ? v + 10 : v * 2.
        var graph = BoundGraph.Nodes("""
            zero: 0
            first: 1
            ei: {op: Enter, inputs: [zero], frame_name: f}
            ev: {op: Enter, inputs: [first], frame_name: f}
            mi: {op: Merge, inputs: [ei, ni]}
            mv: {op: Merge, inputs: [ev, nv]}
            lc: {op: LoopCond, inputs: [test]}
            test: mi < 4
            si: {op: Switch, inputs: [mi, lc]}
            sv: {op: Switch, inputs: [mv, lc]}
            early: 'si:1 < 2'
            bv: {op: Switch, inputs: ['sv:1', early]}
            double: bv * 2
            add: 'bv:1 + 10'
            v: {op: Merge, inputs: [double, add]}
            i: 'si:1 + 1'
            ni: {op: NextIteration, inputs: [i]}
            nv: {op: NextIteration, inputs: [v]}
            y: {op: Exit, inputs: [sv]}
            """);
        Assert.Equal("int32[] 84", Run(graph, "y"));
    }

    [Theory]
    [InlineData(true, 9)]
    [InlineData(false, 5)]
    public void An_assignment_in_a_branch_happens_only_there(bool p, int expected)
    {
        var graph = BoundGraph.Nodes($$"""
            v: variable(5)
            p: {{(p ? "true" : "false")}}
            pivot: {op: Switch, inputs: [p, p]}
            t: {op: Identity, inputs: ['pivot:1']}
            f: {op: Identity, inputs: [pivot]}
            sv: {op: RefSwitch, inputs: [v, p]}
            value: {op: Const, value: 9, dtype: int32, after: [t]}
            write: {op: Assign, inputs: ['sv:1', value]}
            done: {op: Identity, inputs: [t], after: [write]}
            y: {op: Merge, inputs: [f, done]}
            """);
        var session = new Session();
        session.Initialize(graph);
        session.Run(graph, [Fetch.Parse(graph, "y")]);
        Assert.Equal(expected, session.Run(graph, [Fetch.Parse(graph, "v")])[0].Value<int>());
    }

    [Fact]
    public void A_graph_that_cannot_be_structured_names_its_nodes()
    {
        var noCondition = Error("""
            a: 1
            e: {op: Enter, inputs: [a], frame_name: f}
            m: {op: Merge, inputs: [e, n]}
            n: {op: NextIteration, inputs: [m]}
            """);
        var undecided = Error("a: 1\nb: 2\ny: {op: Merge, inputs: [a, b]}");

        Assert.Equal(
            "loop 'f' cannot be turned into a While, because it has no LoopCond: 'e' (Enter), 'm' (Merge), 'n' (NextIteration)",
            noCondition.Message);
        Assert.Equal(ErrorCode.Unsupported, noCondition.Code);
        Assert.Equal(
            "these branches cannot be turned into an If, because nothing decides which of its inputs a Merge gives on: 'y' (Merge)",
            undecided.Message);
    }

    private static Diagnostic Error(string nodes) => BoundGraph.Error(nodes);

    private static string Run(GraphRun.Graphs.Graph graph, string fetch) =>
        BoundGraph.Print(new Session().Run(graph, [Fetch.Parse(graph, fetch)])[0]);
}
