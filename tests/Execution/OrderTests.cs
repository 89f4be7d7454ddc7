using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Execution;

/// <summary>
/// Reads and writes of variables inside one run. Each case is a public TensorFlow issue (its number is in the test's name) in which
/// TensorFlow's answer varies; the canonical order gives one answer always.
/// </summary>
public sealed class OrderTests
{
    private readonly GraphBuilder builder = new();
    private readonly Session session = new();

    [Fact]
    public void Issue_3879_two_updates_from_the_same_read_keep_the_last_declared()
    {
        var v = Variable("v", 0);
        var first = Assign("first", v, Call("AddV2", v, Constant(100)));
        var second = Assign("second", v, Call("AddV2", v, Constant(1)));
        var c = builder.Add(Catalogue.Get("Identity"), "c", [Constant(0)], controlInputs: [first, second]);

        Assert.Equal([0, 0, 1], Run(new Output(c, 0), v, Post(v)));
    }

    [Fact]
    public void Issue_13174_competing_writes_apply_in_declaration_order()
    {
        var v = Variable("v", 1);
        var twice = Assign("twice", v, Call("Mul", v, Constant(2)));
        var thrice = Assign("thrice", v, Call("Mul", v, Constant(3)));

        Assert.Equal([3], Run([Post(v)], twice, thrice));
    }

    [Fact]
    public void Issue_14498_the_last_declared_of_two_unordered_writes_wins_whatever_the_order_of_the_request()
    {
        var w = Variable("w", 0);
        var one = Assign("one", w, Constant(1));
        var two = Assign("two", w, Constant(2));

        Assert.Equal([2], Run([Post(w)], two, one));
    }

    [Fact]
    public void Issue_12863_a_fetched_variable_is_read_first_then_writes_apply_as_declared()
    {
        var a = Variable("a", 1);
        var initializer = builder.Variables[0].Initializer!;
        var b = builder.Add(Catalogue.Get("AssignAdd"), "b", [a, Constant(1)]);
        var graph = builder.Build();
        session.Initialize(graph);
        session.Run(graph, [], targets: [b, b]);
        session.Run(graph, [], targets: [b]);

        var values = session.Run(graph, [a, new Output(b, 0), new Output(initializer, 0)]).Select(value => value.Value<int>());

        Assert.Equal([3, 2, 1], values);
    }

    [Fact]
    public void Issue_4663_a_value_read_before_a_write_never_changes()
    {
        var x = Variable("x", 7);
        var old = builder.Add(Catalogue.Get("Identity"), "old", [x]);
        var update = builder.Add(Catalogue.Get("Assign"), "new", [x, Call("AddV2", x, Constant(1))], controlInputs: [old]);

        Assert.Equal([7, 8, 7, 8], Run(new Output(old, 0), new Output(update, 0), x, Post(x)));
    }

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 10)]
    public void Issue_10860_a_read_sees_what_its_own_place_in_the_order_says(bool multiplyWaits, int expected)
    {
        var x = Variable("x", 1);
        var y = Variable("y", 10);
        var setX = Assign("set_x", x, y);
        var product = new Output(builder.Add(Catalogue.Get("Mul"), "product", [x, y], controlInputs: multiplyWaits ? [setX] : []), 0);
        var setY = builder.Add(Catalogue.Get("Assign"), "set_y", [y, product], controlInputs: [setX]);

        Assert.Equal([10, expected], Run([Post(x), Post(y)], setX, setY));
    }

    [Fact]
    public void Issue_11856_a_read_behind_an_initializer_sees_its_value()
    {
        var v = Variable("v", 42);
        var sum = builder.Add(Catalogue.Get("AddV2"), "sum", [v, Constant(1)], controlInputs: [builder.Variables[0].Initializer!]);
        var update = Assign("update", v, new Output(sum, 0));

        Assert.Equal([43], session.Run(builder.Build(), [new Output(update, 0)]).Select(value => value.Value<int>()));
    }

    [Fact]
    public void Issue_4920_a_variable_whose_initial_value_reads_another_is_initialized_after_it()
    {
        var b = Declare("b");
        var a = Declare("a");
        InitializeWith(b, Call("Mul", a, Constant(2)));
        InitializeWith(a, Constant(42));

        Assert.Equal([42, 84], Run(a, b));
    }

    [Fact]
    public void Variables_that_need_each_other_to_start_are_named()
    {
        var a = Declare("a");
        var b = Declare("b");
        InitializeWith(a, Call("AddV2", b, Constant(1)));
        InitializeWith(b, Call("AddV2", a, Constant(1)));

        var error = Assert.Throws<GraphRunException>(builder.Build);

        Assert.Equal("the initializers of variables 'a' and 'b' need each other's values", error.Diagnostics[0].Message);
    }

    [Fact]
    public void Issue_15077_prints_without_edges_come_in_declaration_order()
    {
        var said = new List<string>();
        var prints = new[] { "one", "two", "three" }.Select(word => builder.Add(
            Catalogue.Get("Print"), word, [Constant(0)], new Dictionary<string, object> { ["message"] = word })).ToArray();
        var printing = new Session { Print = said.Add };

        printing.Run(builder.Build(), [], targets: [prints[2], prints[0], prints[1]]);

        Assert.Equal(["one\n", "two\n", "three\n"], said);
    }

    [Fact]
    public void A_further_fetch_never_reorders_the_rest()
    {
        var v = Variable("v", 1);
        var add = builder.Add(Catalogue.Get("AssignAdd"), "add", [v, Constant(5)]);
        var unrelated = Assign("unrelated", Variable("w", 0), Call("Mul", v, Constant(2)));
        var read = builder.Add(Catalogue.Get("Identity"), "read", [v], controlInputs: [add]);
        var graph = builder.Build();

        Assert.Equal(Fresh(graph, new Output(read, 0)), Fresh(graph, new Output(read, 0), new Output(unrelated, 0))[..1]);
    }

    private static int[] Fresh(Graph graph, params Fetch[] fetches)
    {
        var session = new Session();
        session.Initialize(graph);
        return [.. session.Run(graph, fetches).Select(value => value.Value<int>())];
    }

    private int[] Run(params Fetch[] fetches) => Run(fetches, []);

    private int[] Run(Fetch[] fetches, params Node[] targets)
    {
        var graph = builder.Build();
        session.Initialize(graph);
        return [.. session.Run(graph, fetches, targets: targets).Select(value => value.Value<int>())];
    }

    private static Fetch Post(Output variable) => new(variable, IsPost: true);

    private Output Constant(int value) => builder.Constant(Tensor.Scalar(value));

    private Output Call(string op, params Output[] inputs) => builder.Call(op, inputs);

    private Node Assign(string name, Output variable, Output value) => builder.Add(Catalogue.Get("Assign"), name, [variable, value]);

    private Output Variable(string name, int initial)
    {
        var variable = Declare(name);
        InitializeWith(variable, Constant(initial));
        return variable;
    }

    private Output Declare(string name) => new(
        builder.Add(Catalogue.Get("VariableV2"), name, [], new Dictionary<string, object> { ["dtype"] = DType.Int32, ["shape"] = Shape.Scalar }), 0);

    private void InitializeWith(Output variable, Output value) =>
        builder.AddVariable(new VariableDeclaration(variable.Node, Assign($"{variable.Node.Name}/Assign", variable, value)));
}
