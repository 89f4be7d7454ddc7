using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>
/// The same as <see cref="DamageTests"/> on a store that is small enough to try everything: its pages have 4 KiB.
/// </summary>
public sealed class SmallStoreTests : IDisposable
{
    private const int Page = 4096;

    private readonly TemporaryFolder folder = new();
    private readonly SampleStore sample;
    private readonly byte[] whole;
    private readonly List<string> truth;

    public SmallStoreTests()
    {
        sample = new SampleStore(folder.Store, 300);
        whole = sample.Make(Page);
        truth = sample.ReadAll();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_bit_of_any_byte_yields_a_wrong_value()
    {
        var random = new Random(2);
        var positions = LongForm.IsOn ? LongForm.Part(whole.Length) : Enumerable.Range(0, 400).Select(_ => random.Next(whole.Length));
        foreach (var position in positions)
        {
            foreach (var flip in LongForm.IsOn ? [1, 2, 4, 8, 16, 32, 64, 128, 255] : (int[])[255, 1 << (position % 8)])
            {
                sample.Patch(position, (byte)(whole[position] ^ flip));
                _ = sample.IsRightOrRefused(truth, $"byte {position} of {whole.Length} xor {flip}");
            }

            sample.Patch(position, whole[position]);
        }

        Assert.Equal(truth, sample.ReadAll());
    }

    [Fact]
    public void No_length_yields_a_wrong_value()
    {
        var lengths = LongForm.IsOn ? LongForm.Part(whole.Length) : Enumerable.Range(0, whole.Length / Page).Select(page => page * Page);
        foreach (var length in lengths)
        {
            File.WriteAllBytes(folder.Store, whole[..length]);
            // What is cut off the last page may have said nothing.
            var isRight = sample.IsRightOrRefused(truth, $"first {length} bytes of {whole.Length}");
            Assert.True(!isRight || length > whole.Length - Page, $"first {length} bytes of {whole.Length} are taken for all");
        }
    }

    [Fact]
    public void No_page_that_is_missing_or_in_another_place_yields_a_wrong_value()
    {
        var pages = whole.Length / Page;
        var pairs = LongForm.IsOn ? LongForm.Part(pages * pages) : Enumerable.Range(0, 200).Select(i => i * 37 % (pages * pages));
        foreach (var pair in pairs)
        {
            var (from, to) = (pair / pages, pair % pages);
            var mixed = (byte[])whole.Clone();
            if (from == to)
                mixed.AsSpan(to * Page, Page).Clear();
            else
                whole.AsSpan(from * Page, Page).CopyTo(mixed.AsSpan(to * Page));
            File.WriteAllBytes(folder.Store, mixed);
            _ = sample.IsRightOrRefused(truth, from == to ? $"page {to} cleared" : $"page {from} in place of page {to}");
        }
    }
}
