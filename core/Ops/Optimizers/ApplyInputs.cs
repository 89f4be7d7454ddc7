namespace GraphRun.Ops.Optimizers;

/// <summary>Which input of an optimizer's op is which.</summary>
internal sealed class ApplyInputs
{
    /// <param name="names">The names of all inputs.</param>
    /// <param name="slots">How many slots follow the variable.</param>
    public ApplyInputs(string[] names, int slots)
    {
        Names = names;
        Gradient = Array.FindIndex(names, name => name is "grad" or "delta");
        Indices = Array.IndexOf(names, "indices");
        Scalars = [.. Enumerable.Range(slots + 1, names.Length - slots - 1).Where(i => i != Gradient && i != Indices)];
    }

    public string[] Names { get; }

    public int Gradient { get; }

    /// <summary>-1 when the gradient is for all elements.</summary>
    public int Indices { get; }

    public int[] Scalars { get; }
}
