using GraphRun.Kernels;

namespace GraphRun.Formats.Training;

/// <summary>
/// Which examples make which batch, as a function of how many were used before: whoever goes on in the middle of an epoch sees what
/// would have come next. Each epoch has an order of its own, drawn from the Philox stream of the seed.
/// </summary>
/// <param name="count">The number of examples.</param>
/// <param name="batchSize">The size of a batch; the last one of an epoch is smaller when examples are left over.</param>
/// <param name="dropsRest">Examples that do not fill a batch are left out of the epoch.</param>
/// <param name="seed">The seed of the order; null leaves the examples in theirs.</param>
public sealed class BatchOrder(long count, long batchSize, bool dropsRest, long? seed)
{
    private long epoch = -1;
    private int[] order = [];

    /// <summary>The examples of every batch but the last of an epoch.</summary>
    public long BatchSize => batchSize;

    /// <summary>The examples of one epoch.</summary>
    public long Length => dropsRest ? count - count % batchSize : count;

    /// <summary>The batches of one epoch.</summary>
    public long Batches => (Length + batchSize - 1) / batchSize;

    /// <summary>The numbers of the examples of the next batch, valid until the next call.</summary>
    /// <param name="used">The examples used since the first epoch began.</param>
    public ReadOnlySpan<int> Next(UInt128 used)
    {
        var (number, offset) = ((long)(used / (ulong)Length), (int)(used % (ulong)Length));
        var size = (int)Math.Min(batchSize, Length - offset);
        if (seed is not { } key)
            return Following(offset, size);
        if (number != epoch)
            (epoch, order) = (number, Order(number, key));
        return order.AsSpan(offset, size);
    }

    private ReadOnlySpan<int> Following(int first, int size)
    {
        if (order.Length < size)
            order = new int[size];
        for (var i = 0; i < size; i++)
            order[i] = first + i;
        return order.AsSpan(0, size);
    }

    private int[] Order(long number, long key)
    {
        var blocks = (ulong)(count + 3) / 4;
        var generator = Philox.FromSeeds(key, OpSeed.FromName("shuffle"));
        generator.Skip((UInt128)(ulong)number * blocks);
        return Shuffling.Order(generator, (int)count);
    }
}
