using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>Whatever happens to the bytes of a store: the right values or an error, never a wrong value and never a crash.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_damaged_byte_never_yields_a_wrong_value()
    {
        var whole = MakeStore();
        var truth = ReadAll();
        var positions = LongForm.IsOn ? Enumerable.Range(0, whole.Length) : Sample(whole);
        var (refused, survived) = (0, 0);
        foreach (var position in positions)
        {
            foreach (var flip in (byte[])[0xff, (byte)(1 << (position % 8))])
            {
                Patch(position, (byte)(whole[position] ^ flip));
                _ = IsRightOrRefused(truth, $"byte {position} of {whole.Length} xor {flip}") ? survived++ : refused++;
                Patch(position, whole[position]);
            }
        }

        // Both must happen, or the test looks at the wrong bytes.
        Assert.True(refused > 100 && survived > 10, $"{refused} refused, {survived} survived");
    }

    [Fact]
    public void A_truncated_store_never_yields_a_wrong_value()
    {
        var whole = MakeStore();
        var truth = ReadAll();
        var step = LongForm.IsOn ? 512 : 1 << 16;
        for (var length = whole.Length - step; length > 0; length -= step)
        {
            File.WriteAllBytes(folder.Store, whole[..length]);
            _ = IsRightOrRefused(truth, $"first {length} bytes of {whole.Length}");
            File.WriteAllBytes(folder.Store, whole[..(length - 1)]);
            _ = IsRightOrRefused(truth, $"first {length - 1} bytes of {whole.Length}");
        }
    }

    [Fact]
    public void A_page_of_an_older_state_never_yields_a_wrong_value()
    {
        // What a lost journal, or a disk that drops writes, leaves behind: a mixture of two commits.
        var older = MakeStore();
        var olderTruth = ReadAll();
        Sessions.Commit(folder.Store, "one", ("a", Tensor.Scalar(100)), ("large", Large(9)));
        var whole = File.ReadAllBytes(folder.Store);
        var truth = ReadAll();
        const int page = 1 << 16;
        var pages = Math.Min(10, older.Length / page);
        var random = new Random(5);
        for (var round = 1; round < LongForm.Rounds(100, 1 << pages); round++)
        {
            var mixed = (byte[])whole.Clone();
            var mixture = LongForm.IsOn ? round : random.Next(1 << pages);
            for (var index = 0; index < pages; index++)
            {
                if ((mixture >> index & 1) != 0)
                    older.AsSpan(index * page, page).CopyTo(mixed.AsSpan(index * page));
            }

            File.WriteAllBytes(folder.Store, mixed);
            _ = IsRightOrRefused(truth, $"pages {mixture:b} older", olderTruth);
        }
    }

    [Fact]
    public void A_damaged_value_is_named_and_the_others_are_read()
    {
        var whole = MakeStore();
        var position = whole.AsSpan().IndexOf(Large(2).Bytes(1000, 64));
        Patch(position, (byte)(whole[position] ^ 1));
        var exception = Assert.Throws<GraphRunException>(() => Sessions.Read(folder.Store, "one", "large"));
        Assert.Equal(ErrorCode.ChecksumMismatch, exception.Code);
        Assert.Contains("variable 'large', written at checkpoint 2", exception.Message);
        Assert.Equal(3, Sessions.Read(folder.Store, "one", "a")!.Value<int>());
        using var store = Store.OpenForReading(folder.Store)!;
        Assert.True(store.Check(deep: false).IsWhole);
        Assert.Contains("'large'", Assert.Single(store.Check(deep: true).Problems).Message);
    }

    [Fact]
    public void A_whole_store_passes_the_check()
    {
        MakeStore();
        using var store = Store.OpenForReading(folder.Store)!;
        var report = store.Check(deep: true);
        Assert.Empty(report.Problems);
        Assert.Equal((2, 4), (report.Sessions, report.Checkpoints));
    }

    private byte[] MakeStore()
    {
        Sessions.Commit(folder.Store, "one", ("a", Tensor.Scalar(1)), ("b", Tensor.Vector(1f, 2f)), ("large", Large(1)), ("gone", Tensor.Scalar(5)));
        Sessions.Commit(folder.Store, "two", ("a", Tensor.Scalar("text")));
        Sessions.Commit(folder.Store, "one", ("a", Tensor.Scalar(2)), ("large", Large(2)), ("gone", null));
        Sessions.Commit(folder.Store, "one", ("a", Tensor.Scalar(3)), ("strings", Tensor.Vector<byte[]>("x"u8.ToArray(), "yz"u8.ToArray())));
        return File.ReadAllBytes(folder.Store);
    }

    private static Tensor Large(int seed)
    {
        var value = Tensor.Allocate(DType.Float32, Shape.Of(20, 1000));
        new Random(seed).NextBytes(value.Bytes(0, (int)value.ByteCount));
        return value;
    }

    /// <summary>Every value that a run could ask for, as text; a missing one too.</summary>
    private List<string> ReadAll()
    {
        using var store = Store.OpenForReading(folder.Store)!;
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

    private static string Text(Tensor? value) => value switch
    {
        null => "none",
        { DType: DType.String } => string.Join(',', value.Values<byte[]>().ToArray().Select(Convert.ToHexString)),
        _ => $"{value} {Convert.ToHexString(value.Bytes(0, (int)value.ByteCount))}",
    };

    /// <summary>True when everything was read as it is, false when reading was refused with a proper error.</summary>
    private bool IsRightOrRefused(List<string> truth, string what, List<string>? olderTruth = null)
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

    private void Patch(int position, byte value)
    {
        using var file = new FileStream(folder.Store, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = position;
        file.WriteByte(value);
    }

    /// <summary>Some of the bytes that say something, and a few of the many that are free.</summary>
    private static List<int> Sample(byte[] whole)
    {
        var used = Enumerable.Range(0, whole.Length).Where(position => whole[position] != 0).ToList();
        var small = used.Where(position => position < 4096 || (position & 0xffff) < 64 || (position & 0xffff) > 0xf000).ToList();
        var random = new Random(11);
        // The first pointers to rows of the page of checkpoints.
        return [.. Enumerable.Range(0, 100), .. Enumerable.Range((2 << 16) + 8, 4), .. Enumerable.Range(0, 900).Select(_ => small[random.Next(small.Count)]),
            .. Enumerable.Range(0, 60).Select(_ => used[random.Next(used.Count)]), .. Enumerable.Range(0, 40).Select(_ => random.Next(whole.Length))];
    }
}
