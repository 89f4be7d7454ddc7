namespace GraphRun.Kernels;

/// <summary>A <see cref="Philox"/> read one number at a time, as rejection methods do.</summary>
public struct PhiloxStream(Philox generator)
{
    private Philox generator = generator;
    private PhiloxBlock block;
    private int used = 4;

    /// <summary>The next 32-bit number.</summary>
    public uint Next()
    {
        if (used == 4)
        {
            block = generator.Next();
            used = 0;
        }

        return block[used++];
    }

    /// <summary>A float64 in [0, 1) from the next two numbers.</summary>
    public double NextDouble()
    {
        var high = Next();
        return UniformBits.ToDouble(high, Next());
    }

    /// <summary>A float32 in [0, 1) from the next number.</summary>
    public float NextSingle() => UniformBits.ToSingle(Next());
}
