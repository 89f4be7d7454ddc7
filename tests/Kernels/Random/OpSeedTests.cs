using GraphRun.Kernels;
using Xunit;

namespace GraphRun.Tests.Kernels;

// The cases of TensorFlow's own test, python/framework/random_seed_test.py, where only the graph-seed row differs on purpose.
public class OpSeedTests
{
    [Fact]
    public void No_seed_at_all_asks_for_a_drawn_one() => Assert.Equal((0, 0), OpSeed.Resolve(null, null, "w"));

    [Fact]
    public void An_op_seed_alone_joins_the_default_graph_seed() => Assert.Equal((87654321, 1), OpSeed.Resolve(null, 1, "w"));

    [Fact]
    public void Both_seeds_are_taken_as_they_are() => Assert.Equal((1, 2), OpSeed.Resolve(1, 2, "w"));

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(2147483647L, 0L)]
    [InlineData(0L, 2147483647L)]
    public void Two_zero_seeds_do_not_ask_for_a_drawn_one(long graph, long op) =>
        Assert.Equal((0, int.MaxValue), OpSeed.Resolve(graph, op, "w"));

    [Fact]
    public void A_negative_seed_is_taken_modulo_two_to_the_31_minus_1() =>
        Assert.Equal((2147483646, 2147483645), OpSeed.Resolve(-1, -2, "w"));

    [Fact]
    public void A_graph_seed_alone_is_joined_by_a_hash_of_the_name()
    {
        var (seed, seed2) = OpSeed.Resolve(5, null, "layer/weights");

        Assert.Equal((5, OpSeed.FromName("layer/weights")), (seed, seed2));
        Assert.NotEqual(seed2, OpSeed.Resolve(5, null, "layer/bias").Seed2);
    }

    // FNV-1a test vectors of its specification (draft-eastlake-fnv, appendix C).
    [Theory]
    [InlineData("", 0xcbf29ce484222325)]
    [InlineData("a", 0xaf63dc4c8601ec8c)]
    [InlineData("foobar", 0x85944171f73967e8)]
    public void The_hash_of_a_name_is_fnv_1a(string name, ulong hash) =>
        Assert.Equal((long)(hash % int.MaxValue), OpSeed.FromName(name));
}
