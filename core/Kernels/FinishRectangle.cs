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
