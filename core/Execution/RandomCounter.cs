namespace GraphRun.Execution;

/// <summary>
/// How far a random op has counted: the next block of its Philox stream. Part of the session, so that stopping and continuing gives the
/// numbers that an uninterrupted run would have given.
/// </summary>
public sealed class RandomCounter
{
    private readonly Session session;

    internal RandomCounter(Session session, string name, UInt128 next)
    {
        this.session = session;
        Name = name;
        Next = next;
    }

    /// <summary>The name of the random op's node.</summary>
    public string Name { get; }

    /// <summary>The number of the next unused block of four 32-bit words.</summary>
    public UInt128 Next { get; private set; }

    public bool IsChanged { get; private set; }

    /// <summary>Takes <paramref name="blocks"/> blocks and returns the number of the first.</summary>
    public UInt128 Reserve(ulong blocks)
    {
        session.Remember(this, Next, IsChanged);
        var first = Next;
        (Next, IsChanged) = (Next + blocks, true);
        return first;
    }

    /// <summary>Counts on from another place, for those who keep something else than the blocks of a random op.</summary>
    public void MoveTo(UInt128 next)
    {
        if (next == Next)
            return;
        session.Remember(this, Next, IsChanged);
        (Next, IsChanged) = (next, true);
    }

    internal void Restore(UInt128 next, bool wasChanged) => (Next, IsChanged) = (next, wasChanged);

    internal void MarkCommitted() => IsChanged = false;
}
