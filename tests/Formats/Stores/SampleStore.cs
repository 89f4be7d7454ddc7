using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>A store with something of everything, and the question whether all that can be read of it is right or refused.</summary>
/// <param name="elements">How many elements the largest variable has.</param>
internal sealed class SampleStore(string path, int elements)
{
    /// <summary>Makes the store.</summary>
    /// <param name="pageSize">The size of its pages, where it is not to be the usual one.</param>
    public byte[] Make(int? pageSize = null)
    {
        Sessions.Commit(path, "one", ("a", Tensor.Scalar(1)), ("b", Tensor.Vector(1f, 2f)), ("large", Large(1)), ("gone", Tensor.Scalar(5)));
        Sessions.Commit(path, "two", ("a", Tensor.Scalar("text")));
        Sessions.Commit(path, "one", ("a", Tensor.Scalar(2)), ("large", Large(2)), ("gone", null));
        Sessions.Commit(path, "one", ("a", Tensor.Scalar(3)), ("strings", Tensor.Vector<byte[]>("x"u8.ToArray(), "yz"u8.ToArray())));
        if (pageSize is not null)
        {
            using var database = Database.Open(path, TimeSpan.Zero);
            database.Execute($"PRAGMA page_size = {pageSize}");
            database.Execute("VACUUM");
        }

        return File.ReadAllBytes(path);
    }

    public Tensor Large(int seed)
    {
        var value = Tensor.Allocate(DType.Float32, Shape.Of(elements));
        new Random(seed).NextBytes(value.Bytes(0, (int)value.ByteCount));
        return value;
    }

    /// <summary>Every value that a run could ask for, as text; a missing one too.</summary>
    public List<string> ReadAll()
    {
        using var store = Store.OpenForReading(path)!;
        var values = new List<string>();
        foreach (var (session, names) in ((string, string[])[])[("one", ["a", "b", "large", "gone", "strings", "none"]), ("two", ["a"]), ("three", [])])
        {
            var stored = store.Session(session);
            values.Add($"{session} {stored?.Head.Number}");
            foreach (var name in names)
                values.Add($"{session}.{name} = {Text(stored?.Latest.Read(name))}");
            if (session == "one" && stored is not null)
                values.Add($"one@1.a = {Text(stored.At(1).Read("a"))}");
        }

        return values;
    }

    /// <summary>True when everything was read as it is, false when reading was refused with a proper error.</summary>
    public bool IsRightOrRefused(List<string> truth, string what, List<string>? olderTruth = null)
    {
        try
        {
            var read = ReadAll();
            var older = olderTruth is not null && olderTruth.SequenceEqual(read);
            Assert.True(older || truth.SequenceEqual(read), $"{what}: {string.Join("; ", read.Except(truth).Select(value => value[..Math.Min(80, value.Length)]))}");
            return true;
        }
        catch (GraphRunException exception)
        {
            Assert.True(
                exception.Code is ErrorCode.InvalidStore or ErrorCode.ChecksumMismatch or ErrorCode.NewerStore or ErrorCode.FileNotReadable,
                $"{what}: {exception.Message}");
            return false;
        }
    }

    public void Patch(int position, byte value)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = position;
        file.WriteByte(value);
    }

    private static string Text(Tensor? value) => value switch
    {
        null => "none",
        { DType: DType.String } => string.Join(',', value.Values<byte[]>().ToArray().Select(Convert.ToHexString)),
        _ => $"{value} {Convert.ToHexString(value.Bytes(0, (int)value.ByteCount))}",
    };
}
