using System.Security.Cryptography;
using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

public sealed class ForeignStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<byte[], string> ForeignFiles => new()
    {
        { [], "empty" },
        { "x"u8.ToArray(), "a text file" },
        { [0x93, .. "NUMPY\x01\0"u8, .. new byte[200]], "a NumPy file" },
        { [.. "PK\x03\x04"u8, .. new byte[200]], "a zip archive, perhaps .npz" },
        { [.. "graphrun: 1\nnodes:\n"u8], "a graph file" },
        { [.. "{\"graphrun\": 1}\n"u8], "a JSON file" },
        { [64, 0, 0, 0, 0, 0, 0, 0, .. "{\"w\":{}}"u8], "a safetensors file" },
        { [0xde, 0xad, 0xbe, 0xef, .. new byte[5000]], "not an SQLite database" },
        { [.. "SQLite format 3\0"u8], "a damaged SQLite database" },
        { [.. "SQLite format 3\0"u8, .. new byte[4080]], "an SQLite database of another program" },
    };

    public static TheoryData<string, string> Plantings => new()
    {
        { "CREATE TRIGGER t AFTER INSERT ON checkpoints BEGIN DELETE FROM sessions; END", "its trigger 't'" },
        { "CREATE VIEW v AS SELECT * FROM sessions", "its view 'v'" },
        { "CREATE TABLE extra (a)", "its table 'extra'" },
        { "CREATE INDEX i ON tensors (bytes)", "its index 'i'" },
        { "DROP TABLE tags", "its index 'tensors_by_chunk'" },
        { "DROP INDEX tensors_by_chunk", "its index 'tensors_by_chunk' is missing" },
        { "ALTER TABLE sessions ADD COLUMN more INTEGER", "its table 'sessions'" },
        { "PRAGMA application_id = 7", "an SQLite database of another program" },
        { "PRAGMA user_version = 0", "has format version 0, which no released program has written" },
        { "PRAGMA journal_mode = WAL", "fields of its header" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(ForeignFiles))]
    public void A_file_that_is_no_store_is_named_and_stays_as_it_is(byte[] content, string what)
    {
        File.WriteAllBytes(folder.Store, content);
        AssertRefusedUntouched(ErrorCode.InvalidStore, what);
    }

    [Theory]
    [MemberData(nameof(Plantings))]
    public void An_altered_schema_is_refused_and_stays_as_it_is(string sql, string what)
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        Alter(folder.Store, sql);
        AssertRefusedUntouched(ErrorCode.InvalidStore, what);
    }

    [Fact]
    public void A_newer_store_is_refused_and_stays_as_it_is()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        Alter(folder.Store, "PRAGMA user_version = 2");
        AssertRefusedUntouched(ErrorCode.NewerStore, "format version 2");
    }

    [Fact]
    public void Another_programs_database_is_refused_with_its_log_unread()
    {
        // Left as a crash leaves it: opening it in SQLite would fold the log into the file.
        using (var database = Database.Create("other", folder.File("live.db")))
        {
            database.Execute("PRAGMA journal_mode = WAL");
            database.Execute("CREATE TABLE t (a)");
            foreach (var suffix in (string[])["", "-wal"])
                File.Copy(folder.File("live.db") + suffix, folder.Store + suffix);
        }

        foreach (var file in Directory.EnumerateFiles(folder.Path, "live.db*"))
            File.Delete(file);
        AssertRefusedUntouched(ErrorCode.InvalidStore, "an SQLite database of another program");
    }

    [Fact]
    public void A_directory_is_refused()
    {
        Directory.CreateDirectory(folder.Store);
        AssertRefused(ErrorCode.InvalidStore, "a directory");
    }

    [Fact]
    public void A_symbolic_link_is_refused_and_what_it_leads_to_stays_as_it_is()
    {
        Sessions.Commit(folder.File("real.db"), "s", ("a", Tensor.Scalar(1)));
        File.CreateSymbolicLink(folder.Store, folder.File("real.db"));
        AssertRefusedUntouched(ErrorCode.InvalidStore, "a symbolic link");
    }

    [Fact]
    public void A_symbolic_link_to_nothing_is_refused()
    {
        File.CreateSymbolicLink(folder.Store, folder.File("nothing"));
        AssertRefused(ErrorCode.InvalidStore, "a symbolic link");
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [LinuxFact]
    public void A_file_with_two_names_is_refused_and_stays_as_it_is()
    {
        Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(1)));
        Shell.Run($"ln '{folder.Store}' '{folder.File("second.db")}'");
        AssertRefusedUntouched(ErrorCode.InvalidStore, "2 names (hard links)");
    }

    [LinuxFact]
    public void A_pipe_is_refused_without_waiting_for_it()
    {
        Shell.Run($"mkfifo '{folder.Store}'");
        AssertRefused(ErrorCode.InvalidStore, "a pipe or device");
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(folder.File("file"), "");
        var exception = Assert.Throws<GraphRunException>(() => Sessions.Commit(folder.File("file/sessions.db"), "s", ("a", Tensor.Scalar(1))));
        Assert.Equal(ErrorCode.FileNotWritable, exception.Code);
        Assert.Contains(folder.File("file/sessions.db"), exception.Message);
    }

    private static void Alter(string path, string sql)
    {
        using var database = Database.Open(path, TimeSpan.Zero);
        database.Execute(sql);
    }

    private void AssertRefusedUntouched(ErrorCode code, string what)
    {
        var before = Snapshot();
        AssertRefused(code, what);
        Assert.Equal(before, Snapshot());
    }

    private void AssertRefused(ErrorCode code, string what)
    {
        foreach (var open in (Action[])[() => Store.OpenForReading(folder.Store), () => Sessions.Commit(folder.Store, "s", ("a", Tensor.Scalar(2)))])
        {
            var exception = Assert.Throws<GraphRunException>(open);
            Assert.Equal(code, exception.Code);
            Assert.Contains(what, exception.Message);
            Assert.Contains(folder.Store, exception.Message);
        }
    }

    /// <summary>Every file with its content's hash and the time it was written.</summary>
    private List<(string Name, string Hash, DateTime Written)> Snapshot() =>
        [.. Directory.EnumerateFiles(folder.Path).Order().Select(file =>
            (file, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))), File.GetLastWriteTimeUtc(file)))];
}
