using GraphRun.Execution;
using GraphRun.Kernels;

namespace GraphRun.Ops.RandomNumbers;

/// <summary>
/// Where a stateful random op takes its numbers from: the stream of its two seeds, at the place that the session has counted to.
/// The attrs <c>seed</c> and <c>seed2</c> hold both seeds as TensorFlow resolves them; where both are 0, the graph's seed (or
/// 87654321) and the node's name decide.
/// </summary>
internal sealed class RandomSource
{
    private readonly RandomCounter counter;
    private readonly Philox beginning;

    public RandomSource(KernelBuilder builder)
    {
        counter = builder.Counter();
        var (seed, seed2) = (builder.Attrs.Int("seed"), builder.Attrs.Int("seed2"));
        if ((seed, seed2) == (0, 0))
            (seed, seed2) = OpSeed.Resolve(builder.Seed ?? OpSeed.DefaultGraphSeed, null, builder.StateName);
        beginning = Philox.FromSeeds(seed, seed2);
    }

    /// <summary>The generator at the next unused block, of which <paramref name="blocks"/> are then used.</summary>
    public Philox Take(ulong blocks)
    {
        var generator = beginning;
        generator.Skip(counter.Reserve(blocks));
        return generator;
    }
}
