using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.Stores;
using Xunit;

namespace GraphRun.Tests.Formats.Sessions;

public sealed class OpenSessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private SessionAddress Address() => new(folder.File("deep/sessions.db"), "s");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_a_run_writes_is_there_for_the_next()
    {
        Assert.Equal(1, Assign(Counter(DType.Int32, Shape.Scalar), Tensor.Scalar(13)));
        Assert.Equal(13, Fetch(Counter(DType.Int32, Shape.Scalar)).Value<int>());
        Assert.Equal(2, Assign(Counter(DType.Int32, Shape.Scalar), Tensor.Scalar(14)));
    }

    [Fact]
    public void A_run_that_only_reads_makes_no_store()
    {
        var error = Assert.Throws<GraphRunException>(() => Fetch(Counter(DType.Int32, Shape.Scalar)));
        Assert.Equal(ErrorCode.Uninitialized, error.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_session_in_memory_makes_no_store()
    {
        var graph = Counter(DType.Int32, Shape.Scalar);
        using var session = new OpenSession(graph, new SessionSettings());
        session.Take();
        session.Session.Run(graph, [], [(new Output(Node(graph, "value"), 0), Tensor.Scalar(1))], [Node(graph, "assign")]);
        Assert.Null(session.Commit(new CheckpointRecord()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_run_that_is_not_committed_leaves_nothing()
    {
        var graph = Counter(DType.Int32, Shape.Scalar);
        using (var session = Open(graph))
        {
            session.Take();
            session.Session.Run(graph, [], [(new Output(Node(graph, "value"), 0), Tensor.Scalar(1))], [Node(graph, "assign")]);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Variables_that_are_new_gone_or_unfit_are_reported_one_by_one()
    {
        Assign(Counter(DType.Int32, Shape.Scalar, "same", "unfit", "gone"), Tensor.Scalar(1), "same", "unfit", "gone");
        var builder = new GraphBuilder();
        Declare(builder, "same", DType.Int32, Shape.Scalar);
        Declare(builder, "unfit", DType.Float32, Shape.Of(2));
        Declare(builder, "new", DType.Int32, Shape.Scalar);
        var graph = builder.Build();
        var changes = new List<Diagnostic>();
        using var session = new OpenSession(graph, new SessionSettings { Address = Address, Warn = changes.AddRange });
        session.Session.Run(graph, [new Output(Node(graph, "same"), 0)]);
        Assert.Equal(
            [
                "warning[GR5005]: the graph has changed: variable 'unfit' is int32[] in session 's', and the graph declares float32[2]",
                "warning[GR5005]: the graph has changed: variable 'new' is new and has no value in session 's'",
                "warning[GR5005]: the graph has changed: variable 'gone' of session 's' is gone; its value stays in the session",
            ],
            changes.Select(change => change.ToString()));
    }

    [Fact]
    public void The_same_graph_has_the_same_fingerprint_and_another_constant_another()
    {
        Assert.Equal(GraphFingerprint.Of(Counter(DType.Int32, Shape.Scalar)), GraphFingerprint.Of(Counter(DType.Int32, Shape.Scalar)));
        Assert.NotEqual(GraphFingerprint.Of(Constant(1)), GraphFingerprint.Of(Constant(2)));
    }

    [Theory]
    [InlineData("asked", "named", "dir/file.yaml", "asked")]
    [InlineData(null, "named", "dir/file.yaml", "named")]
    [InlineData(null, null, "dir/file.yaml", "file")]
    [InlineData(null, null, "file.graph.yaml", "file.graph")]
    public void A_session_is_named_by_option_graph_or_file(string? requested, string? name, string path, string expected) =>
        Assert.Equal(expected, SessionAddress.SessionOf(requested, name, path));

    [Theory]
    [InlineData("a.db", "b.db", "a.db")]
    [InlineData(null, "b.db", "b.db")]
    [InlineData(null, "", ".graphrun/sessions.db")]
    [InlineData(null, null, ".graphrun/sessions.db")]
    public void A_store_is_named_by_option_or_environment(string? requested, string? environment, string expected) =>
        Assert.Equal(expected, SessionAddress.StoreOf(requested, environment));

    private static Graph Counter(DType dtype, Shape shape, params string[] names)
    {
        var builder = new GraphBuilder();
        foreach (var name in names.DefaultIfEmpty("foo"))
            Declare(builder, name, dtype, shape);
        var value = builder.Placeholder("value", dtype, shape);
        foreach (var name in names.DefaultIfEmpty("foo"))
            builder.Add(Catalogue.Get("Assign"), names.Length == 0 ? "assign" : $"assign_{name}", [new Output(Node(builder, name), 0), value]);
        return builder.Build();
    }

    private static Graph Constant(int value)
    {
        var builder = new GraphBuilder();
        builder.Constant(Tensor.Scalar(value));
        return builder.Build();
    }

    private static void Declare(GraphBuilder builder, string name, DType dtype, Shape shape)
    {
        var node = builder.Add(Catalogue.Get("VariableV2"), name, [], new Dictionary<string, object> { ["dtype"] = dtype, ["shape"] = shape });
        builder.AddVariable(new VariableDeclaration(node, null));
    }

    private static Node Node(GraphBuilder builder, string name) => builder.TryGetNode(name, out var node) ? node : throw new KeyNotFoundException(name);

    private static Node Node(Graph graph, string name) => graph.TryGetNode(name, out var node) ? node : throw new KeyNotFoundException(name);

    private OpenSession Open(Graph graph) => new(graph, new SessionSettings { Address = Address });

    private long Assign(Graph graph, Tensor value, params string[] names)
    {
        using var session = Open(graph);
        session.Take();
        var targets = names.Length == 0 ? ["assign"] : names.Select(name => $"assign_{name}");
        session.Session.Run(graph, [], [(new Output(Node(graph, "value"), 0), value)], [.. targets.Select(name => Node(graph, name))]);
        return session.Commit(new CheckpointRecord())!.Number;
    }

    private Tensor Fetch(Graph graph)
    {
        using var session = Open(graph);
        return session.Session.Run(graph, [new Output(Node(graph, "foo"), 0)])[0];
    }
}
