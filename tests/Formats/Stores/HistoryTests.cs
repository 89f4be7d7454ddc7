using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_last_20_checkpoints_are_kept()
    {
        for (var number = 1; number <= 25; number++)
            Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(number)), ("large", Large(number)));
        Assert.Equal(Enumerable.Range(6, 20), Numbers("s"));
        for (var number = 6; number <= 25; number++)
        {
            Assert.Equal(number, Sessions.Read(folder.Store, "s", "a", number)!.Value<int>());
            Assert.Equal(number, Sessions.Read(folder.Store, "s", "large", number)!.Values<int>()[^1]);
        }

        AssertWhole(tensors: 40);
        var exception = Assert.Throws<GraphRunException>(() => Sessions.Read(folder.Store, "s", "a", 5));
        Assert.Equal(ErrorCode.UnknownSession, exception.Code);
        Assert.Equal("it has 6 to 25", exception.Diagnostics[0].Help);
    }

    [Fact]
    public void A_variable_that_never_changes_outlives_its_checkpoint()
    {
        Sessions.Commit(folder.Store, "s", ("fixed", Large(1)), ("a", Tensor.Scalar(0)));
        for (var number = 1; number <= 30; number++)
            Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(number)));
        Assert.Equal(1, Sessions.Read(folder.Store, "s", "fixed")!.Values<int>()[0]);
        AssertWhole(tensors: 21);
    }

    [Fact]
    public void How_many_checkpoints_are_kept_can_be_chosen_and_is_remembered()
    {
        for (var number = 1; number <= 10; number++)
            Sessions.Commit(folder.Store, "s", new CheckpointRecord { Keep = number == 1 ? 3 : null }, ("a", Tensor.Scalar(number)));
        Assert.Equal([8, 9, 10], Numbers("s"));
        AssertWhole(tensors: 3);
    }

    [Fact]
    public void The_room_of_old_values_is_used_again()
    {
        var record = new CheckpointRecord { Keep = 2 };
        for (var number = 1; number <= 4; number++)
            Sessions.Commit(folder.Store, "s", record, ("large", Large(number)));
        var length = new FileInfo(folder.Store).Length;
        for (var number = 5; number <= 12; number++)
            Sessions.Commit(folder.Store, "s", record, ("large", Large(number)));
        Assert.Equal(length, new FileInfo(folder.Store).Length);
    }

    [Fact]
    public void A_tagged_checkpoint_is_kept_until_its_tag_goes()
    {
        var record = new CheckpointRecord { Keep = 2 };
        for (var number = 1; number <= 10; number++)
        {
            Sessions.Commit(folder.Store, "s", record, ("a", Tensor.Scalar(number)), (number < 5 ? "early" : "late", Large(number)));
            if (number is 3 or 6)
                Change(store => SessionHistory.Tag(store, "s", $"best{number}"));
        }

        Assert.Equal([3, 6, 9, 10], Numbers("s"));
        Assert.Equal(3, Sessions.Read(folder.Store, "s", "a", 3)!.Value<int>());
        using (var store = Store.OpenForReading(folder.Store)!)
        {
            Assert.Equal(6, store.Session("s")!.At("best6").Read("a")!.Value<int>());
            Assert.Equal([("best3", 3), ("best6", 6)], store.Session("s")!.Tags());
        }

        AssertWhole(tensors: 9);
        Change(store => SessionHistory.Untag(store, "s", "best3"));
        Sessions.Commit(folder.Store, "s", record, ("a", Tensor.Scalar(11)));
        Assert.Equal([6, 10, 11], Numbers("s"));
        AssertWhole(tensors: 6);
    }

    [Fact]
    public void A_tag_moves_to_another_checkpoint()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(2)));
        Change(store => SessionHistory.Tag(store, "s", "best", "1"));
        Change(store => Assert.Equal(2, SessionHistory.Tag(store, "s", "best")));
        using var store = Store.OpenForReading(folder.Store)!;
        Assert.Equal([("best", 2)], store.Session("s")!.Tags());
    }

    [Fact]
    public void A_rollback_is_a_checkpoint_with_the_earlier_state()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)), ("large", Large(1)), ("dropped", Tensor.Scalar(7)));
        var first = Sessions.Commit(folder.Store, "s", ("noise", Tensor.Scalar(0)));
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(2)), ("large", Large(2)), ("dropped", null), ("later", Tensor.Scalar(8)));
        var length = new FileInfo(folder.Store).Length;
        Checkpoint back = null!;
        Change(store => back = SessionHistory.Rollback(store, "s", "2"));
        Assert.Equal((4, 2, CheckpointKind.Rollback, "@2"), (back.Number, back.Parent, back.Kind, back.Source));
        Assert.Equal(first.Digest, back.Digest);
        Assert.Equal(["a", "dropped", "large", "later"], back.ChangedVariables);
        Assert.Equal(1, Sessions.Read(folder.Store, "s", "a")!.Value<int>());
        Assert.Equal(1, Sessions.Read(folder.Store, "s", "large")!.Values<int>()[0]);
        Assert.Equal(7, Sessions.Read(folder.Store, "s", "dropped")!.Value<int>());
        Assert.Null(Sessions.Read(folder.Store, "s", "later"));
        Assert.Equal(2, Sessions.Read(folder.Store, "s", "a", 3)!.Value<int>());
        Assert.Equal(length, new FileInfo(folder.Store).Length);
        AssertWhole(tensors: 12);
    }

    [Fact]
    public void A_fork_goes_its_own_way_and_shares_values_without_copying_them()
    {
        Sessions.Commit(folder.Store, "s", ("large", Large(1)), ("a", Tensor.Scalar(1)));
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(2)));
        var length = new FileInfo(folder.Store).Length;
        Change(store =>
        {
            var fork = SessionHistory.Fork(store, "s", "copy");
            Assert.Equal((1, 0, CheckpointKind.Fork, "s@2"), (fork.Number, fork.Parent, fork.Kind, fork.Source));
            SessionHistory.Fork(store, "s", "earlier", "1");
        });
        Assert.Equal(length, new FileInfo(folder.Store).Length);
        Assert.Equal((2, 1), (Sessions.Read(folder.Store, "copy", "a")!.Value<int>(), Sessions.Read(folder.Store, "earlier", "a")!.Value<int>()));
        Sessions.Commit(folder.Store, "copy", ("a", Tensor.Scalar(9)));
        Assert.Equal(2, Sessions.Read(folder.Store, "s", "a")!.Value<int>());
        Change(store => StoreUpkeep.Remove(store, "s"));
        Assert.Equal(1, Sessions.Read(folder.Store, "copy", "large")!.Values<int>()[0]);
        Change(store => StoreUpkeep.Remove(store, "earlier"));
        Assert.Equal(1, Sessions.Read(folder.Store, "copy", "large")!.Values<int>()[0]);
        AssertWhole(tensors: 3);
        Change(store => StoreUpkeep.Remove(store, "copy"));
        AssertWhole(tensors: 0);
    }

    [Fact]
    public void Unknown_sessions_and_taken_names_are_refused_and_nothing_is_created()
    {
        Assert.Equal(ErrorCode.UnknownSession, Refused(store => SessionHistory.Fork(store, "s", "t")).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Sessions.Commit(folder.Store, "weights", ("a", Tensor.Scalar(1)));
        Sessions.Commit(folder.Store, "taken", ("a", Tensor.Scalar(2)));
        Assert.Equal("did you mean 'weights'?", Refused(store => SessionHistory.Fork(store, "wieghts", "t")).Diagnostics[0].Help);
        Assert.Equal(ErrorCode.SessionExists, Refused(store => SessionHistory.Fork(store, "weights", "taken")).Code);
        Assert.Equal(ErrorCode.SessionExists, Refused(store => StoreUpkeep.Rename(store, "weights", "taken")).Code);
        Assert.Equal(ErrorCode.UnknownSession, Refused(store => StoreUpkeep.Remove(store, "none")).Code);
        Assert.Equal(ErrorCode.UnknownSession, Refused(store => SessionHistory.Rollback(store, "weights", "7")).Code);
        Assert.Equal(ErrorCode.Usage, Refused(store => SessionHistory.Tag(store, "weights", "12")).Code);
        Assert.Equal(ErrorCode.UnknownSession, Refused(store => SessionHistory.Untag(store, "weights", "none")).Code);
        AssertWhole(tensors: 2);
    }

    [Fact]
    public void A_renamed_session_keeps_its_history()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(2)));
        Change(store => StoreUpkeep.Rename(store, "s", "t"));
        Assert.Equal(1, Sessions.Read(folder.Store, "t", "a", 1)!.Value<int>());
        Assert.Equal(3, Sessions.Commit(folder.Store, "t", ("a", Tensor.Scalar(3))).Number);
        using var store = Store.OpenForReading(folder.Store)!;
        Assert.Null(store.Session("s"));
    }

    [Fact]
    public void Collecting_gives_room_back_and_changes_no_value()
    {
        for (var number = 1; number <= 10; number++)
            Sessions.Commit(folder.Store, "s", ("large", Large(number)));
        Change(store =>
        {
            var (checkpoints, bytes) = StoreUpkeep.Collect(store, keep: 1);
            Assert.Equal(9, checkpoints);
            Assert.True(bytes >= 8 * 4 * 50_000, $"{bytes}");
        });
        Assert.Equal(10, Sessions.Read(folder.Store, "s", "large")!.Values<int>()[0]);
        AssertWhole(tensors: 1);
    }

    [Fact]
    public void Differences_are_found_by_value()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)), ("b", Large(1)), ("c", Tensor.Scalar(1)));
        Sessions.Commit(folder.Store, "t", ("a", Tensor.Scalar(1)), ("b", Large(2)), ("d", Tensor.Scalar(1)));
        using var store = Store.OpenForReading(folder.Store)!;
        var differences = SessionDifference.Between(store.Session("s")!.Latest, store.Session("t")!.Latest);
        Assert.Equal(
            [("a", true, true, true), ("b", true, true, false), ("c", true, false, false), ("d", false, true, false)],
            differences.Select(d => (d.Name, d.Left is not null, d.Right is not null, d.IsSame)));
    }

    private static Tensor Large(int number)
    {
        var value = Tensor.Allocate(DType.Int32, Shape.Of(50_000));
        value.Writable<int>().Fill(number);
        return value;
    }

    private void Change(Action<Store> change)
    {
        using var store = Store.OpenForWriting(folder.Store);
        change(store);
    }

    private GraphRunException Refused(Action<Store> change) => Assert.Throws<GraphRunException>(() => Change(change));

    private List<int> Numbers(string session)
    {
        using var store = Store.OpenForReading(folder.Store)!;
        return store.Session(session)!.Checkpoints().Select(checkpoint => (int)checkpoint.Number).ToList();
    }

    /// <summary>The store is whole, and holds as many versions of values as its checkpoints need.</summary>
    private void AssertWhole(int tensors)
    {
        using var store = Store.OpenForReading(folder.Store)!;
        var report = store.Check(deep: true);
        Assert.Empty(report.Problems);
        Assert.Equal(tensors, report.Tensors);
    }
}
