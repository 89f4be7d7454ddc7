using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>A process that dies in the middle of a commit leaves a journal, and whatever happens to that, no wrong value is read.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Journal => folder.Store + "-journal";

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_hot_journal_takes_the_store_back_to_the_checkpoint_before()
    {
        Commit(1);
        Commit(2);
        var (half, journal) = HalfCommitted();
        Assert.NotEqual(File.ReadAllBytes(folder.Store), half);
        Place(half, journal);
        Assert.Equal(2, Number());
        using (var store = Store.OpenForReading(folder.Store)!)
            Assert.Empty(store.Check(deep: true).Problems);
        Commit(3);
        Assert.Equal(3, Number());
    }

    [Fact]
    public void Without_its_journal_a_half_committed_store_is_refused_or_right()
    {
        Commit(1);
        Commit(2);
        Place(HalfCommitted().Store, null);
        AssertRightOrRefused("journal deleted", 2);
    }

    [Fact]
    public void A_damaged_journal_yields_no_wrong_value()
    {
        Commit(1);
        Commit(2);
        var (half, journal) = HalfCommitted();
        foreach (var position in Positions(journal))
        {
            var damaged = (byte[])journal.Clone();
            damaged[position] ^= 0x40;
            Place(half, damaged);
            AssertRightOrRefused($"byte {position} of {journal.Length} of the journal", 2);
            Place(half, journal[..position]);
            AssertRightOrRefused($"first {position} bytes of {journal.Length} of the journal", 2);
        }
    }

    [Fact]
    public void A_journal_of_an_earlier_commit_yields_no_mixture()
    {
        Commit(1);
        Commit(2);
        var (_, earlier) = HalfCommitted();
        for (var number = 3; number < 8; number++)
        {
            Commit(number);
            var whole = File.ReadAllBytes(folder.Store);
            Place(whole, earlier);
            AssertRightOrRefused($"journal of commit 3 beside checkpoint {number}", 2, number);
            Place(whole, null);
        }
    }

    [Fact]
    public void A_whole_journal_of_another_commit_is_refused_and_both_files_stay_as_they_are()
    {
        Commit(1);
        Commit(2);
        var (_, earlier) = HalfCommitted();
        Commit(3);
        Commit(4);
        AssertForeign(File.ReadAllBytes(folder.Store), earlier);
    }

    [Fact]
    public void A_whole_journal_of_another_store_is_refused_and_both_files_stay_as_they_are()
    {
        Commit(1);
        Commit(2);
        var (_, foreign) = HalfCommitted("PRAGMA user_version = 1");
        File.Delete(folder.Store);
        // As many commits, and yet not the same first page.
        Sessions.Commit(folder.Store, "s", ("n", Tensor.Scalar(1L)));
        Sessions.Commit(folder.Store, "t", ("payload", StoreProcess.Payload(5)), ("more", StoreProcess.Payload(6)));
        AssertForeign(File.ReadAllBytes(folder.Store), foreign);
    }

    private void AssertForeign(byte[] store, byte[] journal)
    {
        Place(store, journal);
        var exception = Assert.Throws<GraphRunException>(() => Number());
        Assert.Equal(ErrorCode.InvalidStore, exception.Code);
        Assert.Contains($"the journal {Journal} is of another store, or of another commit", exception.Message);
        Assert.Throws<GraphRunException>(() => Commit(9));
        Assert.Equal(store, File.ReadAllBytes(folder.Store));
        Assert.Equal(journal, File.ReadAllBytes(Journal));
    }

    private void Commit(int number) => Sessions.Commit(
        folder.Store,
        "s",
        ("n", Tensor.Scalar((long)number)),
        ("payload", StoreProcess.Payload(number)),
        ($"only{number}", Tensor.Scalar(number)));

    /// <summary>The store's file and its journal as they are when a process dies after part of a commit has reached the disk.</summary>
    /// <param name="first">Something that changes the first page, as the end of a commit does.</param>
    private (byte[] Store, byte[] Journal) HalfCommitted(string? first = null)
    {
        using var database = Database.Open(folder.Store, TimeSpan.Zero);
        // So few pages in memory that SQLite writes some of them out before the commit.
        database.Execute("PRAGMA cache_size = 1");
        database.Begin();
        if (first is not null)
            database.Execute(first);
        database.Execute("UPDATE checkpoints SET command = 'half'");
        database.Execute("UPDATE tensors SET crc = crc + 1");
        database.Execute("UPDATE chunks SET data = zeroblob(length(data))");
        for (var i = 0; i < 20; i++)
            database.Execute("INSERT INTO chunks (data) VALUES (zeroblob(200000))");
        var half = ReadShared(folder.Store);
        var journal = ReadShared(Journal);
        database.Rollback();
        return (half, journal);
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private void Place(byte[] store, byte[]? journal)
    {
        File.Delete(Journal);
        File.WriteAllBytes(folder.Store, store);
        if (journal is not null)
            File.WriteAllBytes(Journal, journal);
    }

    /// <summary>The head of the journal, its first pages' beginnings, and a spread of the rest.</summary>
    private static IEnumerable<int> Positions(byte[] journal)
    {
        var random = new Random(3);
        var head = Enumerable.Range(0, LongForm.Rounds(28, 512));
        return head.Concat(Enumerable.Range(0, LongForm.Rounds(40, 2000)).Select(_ => random.Next(journal.Length)));
    }

    private long Number()
    {
        using var store = Store.OpenForReading(folder.Store)!;
        var state = store.RequiredSession("s").Latest;
        var number = state.Read("n")!.Value<long>();
        Assert.False(state.Read("payload")!.Values<long>().ContainsAnyExcept(number), "torn");
        Assert.Equal((int)number, state.Read($"only{number}")!.Value<int>());
        Assert.Null(state.Read($"only{number + 1}"));
        return number;
    }

    private void AssertRightOrRefused(string what, params long[] right)
    {
        try
        {
            var number = Number();
            Assert.True(right.Contains(number), $"{what}: {number}");
        }
        catch (GraphRunException exception)
        {
            Assert.True(
                exception.Code is ErrorCode.InvalidStore or ErrorCode.ChecksumMismatch or ErrorCode.NewerStore
                    or ErrorCode.FileNotReadable or ErrorCode.FileNotWritable,
                $"{what}: {exception.Message}");
        }
    }
}
