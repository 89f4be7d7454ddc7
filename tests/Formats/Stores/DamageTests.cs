using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>Whatever happens to the bytes of a store: the right values or an error, never a wrong value and never a crash.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SampleStore sample;

    public DamageTests() => sample = new SampleStore(folder.Store, 20_000);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_damaged_byte_never_yields_a_wrong_value()
    {
        var whole = sample.Make();
        var truth = sample.ReadAll();
        var positions = LongForm.IsOn ? LongForm.Part(whole.Length) : Sample(whole);
        var (refused, survived) = (0, 0);
        foreach (var position in positions)
        {
            foreach (var flip in (byte[])[0xff, (byte)(1 << (position % 8))])
            {
                sample.Patch(position, (byte)(whole[position] ^ flip));
                _ = sample.IsRightOrRefused(truth, $"byte {position} of {whole.Length} xor {flip}") ? survived++ : refused++;
                sample.Patch(position, whole[position]);
            }
        }

        // Both must happen, or the test looks at the wrong bytes.
        Assert.True(refused > 100 && survived > 10, $"{refused} refused, {survived} survived");
    }

    [Fact]
    public void A_truncated_store_never_yields_a_wrong_value()
    {
        var whole = sample.Make();
        var truth = sample.ReadAll();
        var step = LongForm.IsOn ? 512 : 1 << 16;
        for (var length = whole.Length - step; length > 0; length -= step)
        {
            File.WriteAllBytes(folder.Store, whole[..length]);
            _ = sample.IsRightOrRefused(truth, $"first {length} bytes of {whole.Length}");
            File.WriteAllBytes(folder.Store, whole[..(length - 1)]);
            _ = sample.IsRightOrRefused(truth, $"first {length - 1} bytes of {whole.Length}");
        }
    }

    [Fact]
    public void A_page_of_an_older_state_never_yields_a_wrong_value()
    {
        // What a lost journal, or a disk that drops writes, leaves behind: a mixture of two commits.
        var older = sample.Make();
        var olderTruth = sample.ReadAll();
        Sessions.Commit(folder.Store, "one", ("a", Tensor.Scalar(100)), ("large", sample.Large(9)));
        var whole = File.ReadAllBytes(folder.Store);
        var truth = sample.ReadAll();
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
            _ = sample.IsRightOrRefused(truth, $"pages {mixture:b} older", olderTruth);
        }
    }

    [Fact]
    public void A_damaged_value_is_named_and_the_others_are_read()
    {
        var whole = sample.Make();
        var position = whole.AsSpan().IndexOf(sample.Large(2).Bytes(1000, 64));
        sample.Patch(position, (byte)(whole[position] ^ 1));
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
        sample.Make();
        using var store = Store.OpenForReading(folder.Store)!;
        var report = store.Check(deep: true);
        Assert.Empty(report.Problems);
        Assert.Equal((2, 4), (report.Sessions, report.Checkpoints));
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
