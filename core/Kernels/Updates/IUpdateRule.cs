using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>One step of an optimizer, element by element: new values of a variable and of its slots from old ones and a gradient.</summary>
internal interface IUpdateRule
{
    /// <summary>The variable and its slots: 1 to 4.</summary>
    static abstract int Count { get; }

    /// <summary>Makes the factors of <see cref="Invoke"/> of the op's scalar inputs, in their order.</summary>
    static abstract UpdateFactors<T> Prepare<T>(ReadOnlySpan<T> scalars)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    static abstract void Invoke<T>(in UpdateFactors<T> factors, ref UpdateLanes<T> values, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The numbers that are the same for every element of a step; what each one is, its rule says.</summary>
internal readonly struct UpdateFactors<T>(T first, T second = default!, T third = default!, T fourth = default!, T fifth = default!)
    where T : unmanaged
{
    public readonly Vector<T> First = new(first);
    public readonly Vector<T> Second = new(second);
    public readonly Vector<T> Third = new(third);
    public readonly Vector<T> Fourth = new(fourth);
    public readonly Vector<T> Fifth = new(fifth);
}

/// <summary>Some elements of a variable and those of its slots.</summary>
internal struct UpdateLanes<T>
{
    public Vector<T> Variable;
    public Vector<T> First;
    public Vector<T> Second;
    public Vector<T> Third;
}
