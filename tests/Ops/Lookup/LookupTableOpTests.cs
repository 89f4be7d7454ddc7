using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops.Lookup;

/// <summary>Expectations are the example of <c>tf.lookup.StaticHashTable</c> and the errors of <c>core/kernels/lookup_table_op.h</c>.</summary>
public sealed class LookupTableOpTests
{
    [Fact]
    public void Keys_that_are_missing_have_the_default_value()
    {
        // keys ['a', 'b', 'c'], values [7, 8, 9], default -1
        var found = Find(
            Text("a", "b", "c"), Tensor.Vector(7, 8, 9), Tensor.Of<byte[]>(Shape.Of(2, 2), Text("a", "c", "d", "a").Values<byte[]>()), Tensor.Scalar(-1));
        Assert.Equal("int32[2,2] 7 9 -1 7", OpRun.Show(found));
    }

    [Fact]
    public void Integers_are_found_and_values_may_be_strings() =>
        Assert.Equal("no", System.Text.Encoding.UTF8.GetString(
            Find(Tensor.Vector(5L, 1L << 40), Text("yes", "no"), Tensor.Scalar(1L << 40), Tensor.Scalar("?")).Value<byte[]>()));

    [Fact]
    public void A_key_with_two_values_is_refused() => Assert.Contains(
        "HashTable has different value for same key. Key a",
        Assert.Throws<GraphRunException>(() => Find(Text("a", "b", "a"), Tensor.Vector(1, 2, 3), Text("a"), Tensor.Scalar(0))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Keys_of_another_dtype_are_refused() => Assert.Contains(
        "Conflicting key/value dtypes int64->int32 with string-int32 for table",
        Assert.Throws<GraphRunException>(() => Find(Text("a"), Tensor.Vector(1), Tensor.Scalar(0L), Tensor.Scalar(0))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_size_counts_each_key_once()
    {
        var builder = new GraphBuilder();
        var table = builder.Call("LookupTable", builder.Constant(Text("a", "b", "a")), builder.Constant(Tensor.Vector(1, 2, 1)));
        var size = builder.Call("LookupTableSizeV2", table);
        Assert.Equal(2L, new Session().Run(builder.Build(), [size])[0].Value<long>());
    }

    private static Tensor Find(Tensor keys, Tensor values, Tensor asked, Tensor missing)
    {
        var builder = new GraphBuilder();
        var table = builder.Call("LookupTable", builder.Constant(keys), builder.Constant(values));
        var found = builder.Call("LookupTableFindV2", table, builder.Constant(asked), builder.Constant(missing));
        return new Session().Run(builder.Build(), [found])[0];
    }

    private static Tensor Text(params string[] values) =>
        Tensor.Of<byte[]>(Shape.Of(values.Length), Array.ConvertAll(values, System.Text.Encoding.UTF8.GetBytes));
}
