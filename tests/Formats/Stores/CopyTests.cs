using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

public sealed class CopyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CopyTests()
    {
        var large = Tensor.Of<long>(Shape.Of(1_200_000), Enumerable.Range(0, 1_200_000).Select(i => (long)i).ToArray());
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)), ("large", large), ("text", Tensor.Scalar("hello")));
        Sessions.Commit(folder.Store, "s", new CheckpointRecord { Command = "second" }, ("a", Tensor.Scalar(2)), ("text", null));
        Sessions.Commit(folder.Store, "other", ("a", Tensor.Scalar(3)));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_backup_is_the_same_store()
    {
        using (var store = Store.OpenForReading(folder.Store)!)
            StoreUpkeep.Backup(store, folder.File("backup.db"));
        Assert.Equal(File.ReadAllBytes(folder.Store)[4096..], File.ReadAllBytes(folder.File("backup.db"))[4096..]);
        AssertSame(folder.File("backup.db"), "s");
        Assert.Equal(4, Sessions.Commit(folder.File("backup.db"), "s", ("a", Tensor.Scalar(4))).Number + 1);
    }

    [Fact]
    public void An_exported_session_is_a_store_of_its_own()
    {
        using (var store = Store.OpenForReading(folder.Store)!)
            StoreUpkeep.Export(store, "s", folder.File("export.db"));
        AssertSame(folder.File("export.db"), "s");
        using var exported = Store.OpenForReading(folder.File("export.db"))!;
        Assert.Equal("s", Assert.Single(exported.Sessions()).Name);
    }

    [Fact]
    public void An_imported_session_brings_its_history()
    {
        Sessions.Commit(folder.File("target.db"), "mine", ("a", Tensor.Scalar(9)));
        using (var from = Store.OpenForReading(folder.Store)!)
        using (var store = Store.OpenForWriting(folder.File("target.db")))
        {
            StoreUpkeep.Import(store, from, "s", "theirs");
            Assert.Equal(ErrorCode.SessionExists, Assert.Throws<GraphRunException>(() => StoreUpkeep.Import(store, from, "s", "mine")).Code);
        }

        AssertSame(folder.File("target.db"), "theirs");
        Assert.Equal(9, Sessions.Read(folder.File("target.db"), "mine", "a")!.Value<int>());
    }

    [Fact]
    public void Nothing_is_written_over()
    {
        File.WriteAllText(folder.File("there"), "text");
        using var store = Store.OpenForReading(folder.Store)!;
        Assert.Equal(ErrorCode.FileNotWritable, Assert.Throws<GraphRunException>(() => StoreUpkeep.Backup(store, folder.File("there"))).Code);
        Assert.Equal(ErrorCode.FileNotWritable, Assert.Throws<GraphRunException>(() => StoreUpkeep.Export(store, "s", folder.File("there"))).Code);
        Assert.Equal("text", File.ReadAllText(folder.File("there")));
        Assert.Equal(2, Directory.EnumerateFiles(folder.Path).Count());
    }

    [Fact]
    public void A_damaged_value_is_not_exported()
    {
        var whole = File.ReadAllBytes(folder.Store);
        whole[whole.AsSpan().IndexOf(BitConverter.GetBytes(1_000_000L))] ^= 1;
        File.WriteAllBytes(folder.Store, whole);
        using var store = Store.OpenForReading(folder.Store)!;
        var exception = Assert.Throws<GraphRunException>(() => StoreUpkeep.Export(store, "s", folder.File("export.db")));
        Assert.Equal(ErrorCode.ChecksumMismatch, exception.Code);
        Assert.False(File.Exists(folder.File("export.db")));
    }

    private void AssertSame(string path, string session)
    {
        using var original = Store.OpenForReading(folder.Store)!;
        using var store = Store.OpenForReading(path)!;
        Assert.Empty(store.Check(deep: true).Problems);
        var (before, after) = (original.Session("s")!, store.Session(session)!);
        Assert.Equal(before.Checkpoints().Select(checkpoint => checkpoint.Digest), after.Checkpoints().Select(checkpoint => checkpoint.Digest));
        Assert.Equal("second", after.Head.Command);
        foreach (var number in (long[])[1, 2])
            Assert.All(SessionDifference.Between(before.At(number), after.At(number)), difference => Assert.True(difference.IsSame, difference.Name));
    }
}
