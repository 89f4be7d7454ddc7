using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

public sealed class StoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reading_a_store_that_does_not_exist_creates_nothing()
    {
        Assert.Null(Store.OpenForReading(folder.File("deep/sessions.db")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_first_commit_creates_folder_and_file_and_leaves_nothing_beside_them()
    {
        var path = folder.File(".graphrun/sessions.db");
        Assert.Equal(1, Sessions.Commit(path, "counter", ("foo", Tensor.Scalar(42))).Number);
        Assert.Equal([path], Directory.EnumerateFiles(Path.GetDirectoryName(path)!));
        Assert.Equal(42, Sessions.Read(path, "counter", "foo")!.Value<int>());
    }

    [Fact]
    public void A_transaction_without_a_commit_leaves_no_trace()
    {
        using (var store = Store.OpenForWriting(folder.File("a/sessions.db")))
        using (var transaction = store.Begin("counter"))
            Assert.Null(transaction.Session);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_commit_keeps_what_it_does_not_change()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)), ("b", Tensor.Scalar(2f)));
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(3)));
        Assert.Equal(3, Sessions.Read(folder.Store, "s", "a")!.Value<int>());
        Assert.Equal(2f, Sessions.Read(folder.Store, "s", "b")!.Value<float>());
        Assert.Equal(1, Sessions.Read(folder.Store, "s", "a", at: 1)!.Value<int>());
    }

    [Fact]
    public void A_variable_nobody_wrote_has_no_value()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        Assert.Null(Sessions.Read(folder.Store, "s", "b"));
    }

    [Fact]
    public void A_dropped_variable_has_no_value_from_then_on()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)), ("b", Tensor.Scalar(2)));
        Sessions.Commit(folder.Store, "s", ("a", null));
        Sessions.Commit(folder.Store, "s", ("b", Tensor.Scalar(3)));
        Assert.Null(Sessions.Read(folder.Store, "s", "a"));
        Assert.Equal(1, Sessions.Read(folder.Store, "s", "a", at: 1)!.Value<int>());
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(4)));
        Assert.Equal(4, Sessions.Read(folder.Store, "s", "a")!.Value<int>());
    }

    [Fact]
    public void Sessions_do_not_see_each_other()
    {
        Sessions.Commit(folder.Store, "one", ("a", Tensor.Scalar(1)));
        Sessions.Commit(folder.Store, "two", ("a", Tensor.Scalar(2)));
        Assert.Equal(1, Sessions.Read(folder.Store, "one", "a")!.Value<int>());
        using var store = Store.OpenForReading(folder.Store)!;
        Assert.Equal(["one", "two"], store.Sessions().Select(session => session.Name));
        Assert.Null(store.Session("three"));
    }

    [Fact]
    public void A_checkpoint_remembers_its_run()
    {
        var record = new CheckpointRecord
        {
            Time = new DateTimeOffset(2024, 2, 29, 12, 30, 15, 250, TimeSpan.Zero),
            Command = "graphrun run counter.yaml --target assign",
            Graph = "9f86d081884c7d65",
            GraphText = "graphrun: 1\n",
            Fetches = ["foo", "bar:1"],
            Targets = ["assign"],
            Feeds = "2c26b46b",
            RecordedFeeds = [KeyValuePair.Create("x:0", Tensor.Vector(1.5f, 2.5f))],
            Seed = -7,
            Options = "{\"repeat\":3}",
            Program = "0.1.0",
        };
        Sessions.Commit(folder.Store, "s", record, ("foo", Tensor.Scalar(1)));
        using var store = Store.OpenForReading(folder.Store)!;
        var state = store.Session("s")!.Latest;
        var checkpoint = state.Checkpoint;
        Assert.Equal((1, 0, CheckpointKind.Run, record.Time), (checkpoint.Number, checkpoint.Parent, checkpoint.Kind, checkpoint.Time));
        Assert.Equal((record.Command, record.Graph, record.Feeds), (checkpoint.Command, checkpoint.Graph, checkpoint.Feeds));
        Assert.Equal((record.Seed, record.Options, record.Program), (checkpoint.Seed, checkpoint.Options, checkpoint.Program));
        Assert.Equal(record.Fetches, checkpoint.Fetches);
        Assert.Equal(record.Targets, checkpoint.Targets);
        Assert.Equal(["foo"], checkpoint.ChangedVariables);
        Assert.Equal("graphrun: 1\n", state.GraphText());
        var (name, value) = Assert.Single(state.Feeds());
        Assert.Equal("x:0", name);
        Assert.Equal([1.5f, 2.5f], value.Values<float>());
    }

    [Fact]
    public void Random_counters_are_part_of_the_state()
    {
        var position = new UInt128(upper: 7, lower: ulong.MaxValue);
        using (var store = Store.OpenForWriting(folder.Store))
        using (var transaction = store.Begin("s"))
            transaction.Commit(new CheckpointRecord(), [], [KeyValuePair.Create("noise", position)]);
        using var reading = Store.OpenForReading(folder.Store)!;
        var state = reading.Session("s")!.Latest;
        Assert.Equal(position, state.RandomCounter("noise"));
        Assert.Equal(position, Assert.Single(state.RandomCounters()).Value);
        Assert.Empty(state.Variables());
    }

    [Fact]
    public void Assigning_the_value_that_a_variable_has_changes_nothing()
    {
        var large = Tensor.Of<long>(Shape.Of(1000), Enumerable.Range(0, 1000).Select(i => (long)i).ToArray());
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)), ("b", large));
        var second = Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)), ("b", large));
        Assert.Equal(2, second.Number);
        Assert.Empty(second.ChangedVariables);
    }

    [Fact]
    public void Equal_states_have_equal_digests_whatever_their_history()
    {
        Sessions.Commit(folder.Store, "one", ("a", Tensor.Scalar(1)), ("b", Tensor.Scalar(2)));
        var one = Sessions.Commit(folder.Store, "one", ("a", Tensor.Scalar(5)));
        var two = Sessions.Commit(folder.Store, "two", ("b", Tensor.Scalar(2)), ("a", Tensor.Scalar(5)));
        Assert.Equal(one.Digest, two.Digest);
        Assert.NotEqual(one.Digest, Sessions.Commit(folder.Store, "two", ("a", Tensor.Scalar(6))).Digest);
    }
}
