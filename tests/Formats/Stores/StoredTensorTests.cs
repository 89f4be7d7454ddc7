using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

public sealed class StoredTensorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<DType> PlainDTypes =>
        [.. Enum.GetValues<DType>().Where(dtype => dtype != DType.None && !dtype.IsReference())];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(PlainDTypes))]
    public void Every_dtype_comes_back_bit_for_bit_in_every_size(DType dtype)
    {
        // Around the bounds of what a row holds itself and of a chunk, and shapes without elements.
        var edges = new[] { 0, 1, 7, 1024 / dtype.Size(), (1024 / dtype.Size()) + 1, (4 << 20) / dtype.Size(), ((4 << 20) / dtype.Size()) + 3 };
        var values = edges.Select((count, i) => ($"v{i}", (Tensor?)Random(dtype, Shape.Of(count)))).ToArray();
        Sessions.Commit(folder.Store, "s", values);
        using var store = Store.OpenForReading(folder.Store)!;
        var state = store.Session("s")!.Latest;
        foreach (var (name, value) in values)
            AssertSame(value!, state.Read(name)!);
    }

    [Theory]
    [InlineData(new long[0])]
    [InlineData(new long[] { 0 })]
    [InlineData(new long[] { 3, 0, 2 })]
    [InlineData(new long[] { 1, 1, 1 })]
    [InlineData(new long[] { 2, 3, 5 })]
    public void Every_shape_comes_back(long[] dims)
    {
        var value = Random(DType.Int16, Shape.Of(dims));
        Sessions.Commit(folder.Store, "s", ("v", value));
        AssertSame(value, Sessions.Read(folder.Store, "s", "v")!);
    }

    [Fact]
    public void The_largest_rank_comes_back()
    {
        var value = Random(DType.Float32, Shape.Of(Enumerable.Repeat(1L, Shape.MaxRank).ToArray()));
        Sessions.Commit(folder.Store, "s", ("v", value));
        AssertSame(value, Sessions.Read(folder.Store, "s", "v")!);
    }

    [Fact]
    public void Strings_come_back_byte_for_byte()
    {
        var large = new byte[(9 << 20) + 5];
        new Random(3).NextBytes(large);
        var value = Tensor.Of<byte[]>(Shape.Of(2, 3), [[], "Grüße"u8.ToArray(), [0, 255, 0], large, [], [10]]);
        Sessions.Commit(folder.Store, "s", ("v", value), ("none", Tensor.Of<byte[]>(Shape.Of(0), [])), ("scalar", Tensor.Scalar("hello")));
        var read = Sessions.Read(folder.Store, "s", "v")!;
        Assert.Equal(value.Shape, read.Shape);
        Assert.Equal(value.Values<byte[]>().ToArray(), read.Values<byte[]>().ToArray());
        Assert.Equal(0, Sessions.Read(folder.Store, "s", "none")!.ElementCount);
        Assert.Equal("hello"u8, Sessions.Read(folder.Store, "s", "scalar")!.Value<byte[]>());
    }

    [Fact]
    public void A_variable_may_change_dtype_and_shape()
    {
        Sessions.Commit(folder.Store, "s", ("v", Tensor.Scalar(1)));
        Sessions.Commit(folder.Store, "s", ("v", Tensor.Vector(1.5, 2.5)));
        Assert.Equal("float64[2]", Sessions.Read(folder.Store, "s", "v")!.ToString());
        Assert.Equal("int32[]", Sessions.Read(folder.Store, "s", "v", at: 1)!.ToString());
    }

    [Fact]
    public void Equal_bits_of_another_dtype_or_shape_are_another_value()
    {
        Sessions.Commit(folder.Store, "s", ("v", Tensor.Vector(0f, 0f)));
        Assert.Equal(["v"], Sessions.Commit(folder.Store, "s", ("v", Tensor.Vector(0, 0))).ChangedVariables);
        Assert.Equal(["v"], Sessions.Commit(folder.Store, "s", ("v", Tensor.Of<int>(Shape.Of(2, 1), [0, 0]))).ChangedVariables);
        Assert.Equal(["v"], Sessions.Commit(folder.Store, "s", ("v", Tensor.Of<int>(Shape.Of(1, 2), [0, 0]))).ChangedVariables);
    }

    private static Tensor Random(DType dtype, Shape shape)
    {
        var value = Tensor.Allocate(dtype, shape);
        new Random((int)dtype).NextBytes(value.Bytes(0, (int)value.ByteCount));
        return value;
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal((expected.DType, expected.Shape), (actual.DType, actual.Shape));
        Assert.True(expected.Bytes(0, (int)expected.ByteCount).SequenceEqual(actual.Bytes(0, (int)actual.ByteCount)));
    }
}
