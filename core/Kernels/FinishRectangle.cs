namespace GraphRun.Kernels;

/// <summary>Works on a rectangle of a result that is seen as a matrix, each element of which is passed exactly once; any thread may call it.</summary>
internal delegate void FinishRectangle(long row, long rows, long column, long columns);

/// <summary>An epilogue that only needs to know where the rectangle is.</summary>
internal readonly unsafe struct RectangleEpilogue<T>(FinishRectangle finish) : IProductEpilogue<T>
    where T : unmanaged
{
    public static bool IsEmpty => false;

    public void Apply(T* first, nint stride, int rows, int columns, long row, long column) => finish(row, rows, column, columns);
}

/// <summary>One epilogue after another, on each rectangle.</summary>
internal readonly unsafe struct SuccessiveEpilogues<T, TFirst, TSecond>(TFirst firstEpilogue, TSecond secondEpilogue) : IProductEpilogue<T>
    where T : unmanaged
    where TFirst : struct, IProductEpilogue<T>
    where TSecond : struct, IProductEpilogue<T>
{
    public static bool IsEmpty => false;

    public void Apply(T* first, nint stride, int rows, int columns, long row, long column)
    {
        firstEpilogue.Apply(first, stride, rows, columns, row, column);
        secondEpilogue.Apply(first, stride, rows, columns, row, column);
    }
}
