namespace GraphRun.Kernels;

/// <summary>
/// A width of the machine's vectors as a type argument, so that a kernel is written once and compiled for each. Every member is one
/// instruction where the machine has the width, and gives the same bits where it has not.
/// </summary>
internal unsafe interface IVectorWidth<TVector, T>
    where T : unmanaged
{
    /// <summary>Elements per vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the largest tile whose sums, two vectors to a row, stay in registers.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(TVector value, T* destination);

    static abstract TVector Broadcast(T value);

    /// <summary>left * right + sum: rounded once for floating numbers, wrapping for integers.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector sum);
}
