namespace GraphRun.Kernels;

/// <summary>
/// What is done to finished elements of a product while they are still in the cache: a bias, an activation, a sum with another tensor.
/// </summary>
internal unsafe interface IProductEpilogue<T>
    where T : unmanaged
{
    /// <summary>Whether there is nothing to do.</summary>
    static abstract bool IsEmpty { get; }

    /// <summary>Works on a rectangle of the result, each element of which is passed exactly once.</summary>
    /// <param name="first">The rectangle's first element.</param>
    /// <param name="stride">Elements from a row to the next.</param>
    /// <param name="rows">Rows of the rectangle.</param>
    /// <param name="columns">Columns of the rectangle.</param>
    /// <param name="row">Where the rectangle begins in the result.</param>
    /// <param name="column">Where the rectangle begins in the result.</param>
    void Apply(T* first, nint stride, int rows, int columns, long row, long column);
}

/// <summary>Leaves the product as it is.</summary>
internal readonly unsafe struct NoEpilogue<T> : IProductEpilogue<T>
    where T : unmanaged
{
    public static bool IsEmpty => true;

    public void Apply(T* first, nint stride, int rows, int columns, long row, long column)
    {
    }
}
