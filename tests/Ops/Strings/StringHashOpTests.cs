using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Strings;

/// <summary>Expectations are those of TensorFlow's documentation and of its own tests, or of BigQuery's documentation.</summary>
public sealed class StringHashOpTests
{
    private static readonly Tensor words = Text("Hello", "TensorFlow", "2.x");

    [Fact]
    public void Buckets_are_those_of_TensorFlows_documentation()
    {
        Assert.Equal("int64[3] 0 2 2", Show(Single("StringToHashBucketFast", [words], ("num_buckets", 3L))));
        Assert.Equal("int64[3] 2 0 1", Show(Single("StringToHashBucket", [words], ("num_buckets", 3L))));
        Assert.Equal(
            "int64[2] 2 0",
            Show(Single("StringToHashBucketStrong", [Text("Hello", "TF")], ("num_buckets", 3L), ("key", new long[] { 1, 2 }))));
    }

    [Fact]
    public void Buckets_are_those_of_TensorFlows_tests()
    {
        var letters = Text("a", "b", "c", "d");
        Assert.Equal("int64[4] 9 2 2 5", Show(Single("StringToHashBucketFast", [letters], ("num_buckets", 10L))));
        Assert.Equal("int64[3] 8 0 7", Show(Single("StringToHashBucket", [Text("a", "b", "c")], ("num_buckets", 10L))));
        Assert.Equal(
            "int64[3] 4 2 8", Show(Single("StringToHashBucketStrong", [Text("a", "b", "c")], ("num_buckets", 10L),
                ("key", new long[] { 98765, 132 }))));
    }

    // BigQuery's FARM_FINGERPRINT as a signed number, and the npm package farmhash-modern for bytes that count from 0.
    [Theory]
    [InlineData("1footrue", -1541654101129638711)]
    [InlineData("2applefalse", 2794438866806483259)]
    [InlineData("3true", -4880158226897771312)]
    public void Fingerprints_are_those_of_FarmHash(string text, long expected) => Assert.Equal(
        (long)(unchecked((ulong)expected) % long.MaxValue),
        Single("StringToHashBucketFast", [Text(text)], ("num_buckets", long.MaxValue)).Value<long>());

    [Theory]
    [InlineData(17, 13526182118996909852)]
    [InlineData(33, 16750416167695635022)]
    [InlineData(64, 17691551913807367243)]
    [InlineData(65, 14313328211205373374)]
    [InlineData(200, 14469541534267130336)]
    public void Fingerprints_of_long_strings_are_those_of_FarmHash(int length, ulong expected)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)(i % 128)).ToArray();
        var buckets = Single("StringToHashBucketFast", [Tensor.Vector<byte[]>(bytes)], ("num_buckets", 1_000_000_007L));
        Assert.Equal((long)(expected % 1_000_000_007), buckets.Value<long>());
    }

    [Fact]
    public void A_key_has_two_numbers() =>
        Assert.Equal(
            "Key must have 2 elements", Error("StringToHashBucketStrong", [words], ("num_buckets", 3L), ("key", new long[] { 1 })));
}
