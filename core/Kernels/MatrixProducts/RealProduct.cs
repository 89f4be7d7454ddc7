using System.Numerics;
using System.Runtime.Intrinsics;

namespace GraphRun.Kernels;

/// <summary>Products of matrices of one element type in memory: chooses the width of the machine and the way for the shape.</summary>
internal static unsafe class RealProduct<T>
    where T : unmanaged, INumberBase<T>
{
    // A right matrix so small stays in the first caches, wherever its rows lie.
    private const long BytesReadInPlace = 65536;

    // Few rows of a matrix that is read from memory, end to end.
    private const int StreamedDepth = 32;
    private const int RowsReadInPlace = 16;

    /// <summary>Computes the product and applies <paramref name="epilogue"/> to it. Any sizes, 0 included.</summary>
    public static void Run<TEpilogue>(in ProductOperands operands, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        if (operands.Rows == 0 || operands.Columns == 0)
            return;
        if (operands.Depth == 0)
            RunEmpty(in operands, in epilogue);
        else if (!TryVector(in operands, in epilogue))
            RunWidest(in operands, null, in epilogue);
    }

    /// <summary>The same with a packed right matrix; the one of the operands is not looked at.</summary>
    public static void Run<TEpilogue>(in ProductOperands operands, PackedMatrix right, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        if (operands.Rows == 0 || operands.Columns == 0)
            return;
        if (operands.Depth == 0)
            RunEmpty(in operands, in epilogue);
        else
            RunWidest(in operands, right, in epilogue);
    }

    /// <summary>Packs a right matrix for this machine.</summary>
    public static PackedMatrix Pack(MatrixView right, long depth, long columns)
    {
        if (Vector512.IsHardwareAccelerated)
            return BlockedProduct<Vector512<T>, T, Width512<T>>.Pack(right, depth, columns);
        if (Vector256.IsHardwareAccelerated)
            return BlockedProduct<Vector256<T>, T, Width256<T>>.Pack(right, depth, columns);
        return Vector128.IsHardwareAccelerated
            ? BlockedProduct<Vector128<T>, T, Width128<T>>.Pack(right, depth, columns)
            : BlockedProduct<T, T, WidthScalar<T>>.Pack(right, depth, columns);
    }

    private static void RunWidest<TEpilogue>(in ProductOperands operands, PackedMatrix? right, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        if (Vector512.IsHardwareAccelerated)
            RunWidth<Vector512<T>, Width512<T>, TEpilogue>(in operands, right, in epilogue);
        else if (Vector256.IsHardwareAccelerated)
            RunWidth<Vector256<T>, Width256<T>, TEpilogue>(in operands, right, in epilogue);
        else if (Vector128.IsHardwareAccelerated)
            RunWidth<Vector128<T>, Width128<T>, TEpilogue>(in operands, right, in epilogue);
        else
            RunWidth<T, WidthScalar<T>, TEpilogue>(in operands, right, in epilogue);
    }

    /// <summary>The product in vectors of a given width; for tests of widths that the machine would not choose.</summary>
    internal static void RunWidth<TVector, TWidth, TEpilogue>(in ProductOperands operands, PackedMatrix? right, in TEpilogue epilogue)
        where TVector : struct
        where TWidth : struct, IVectorWidth<TVector, T>
        where TEpilogue : struct, IProductEpilogue<T>
    {
        var isContiguous = operands.Right.ColumnStride == sizeof(T);
        var isSmall = operands.Depth * operands.Columns * sizeof(T) <= BytesReadInPlace;
        if (right is not null)
            BlockedProduct<TVector, T, TWidth>.Run(in operands, right, in epilogue);
        else if (operands.Rows > ProductBlocking.Rows)
            BlockedProduct<TVector, T, TWidth>.Run(in operands, in epilogue);
        else if (isContiguous && !isSmall && operands.Rows <= TWidth.TileRows)
            UnsharedProduct<TVector, T, TWidth>.Run(in operands, inPlace: true, StreamedDepth, in epilogue);
        else
        {
            var inPlace = isContiguous && (isSmall || operands.Rows <= RowsReadInPlace);
            UnsharedProduct<TVector, T, TWidth>.Run(in operands, inPlace, ProductBlocking.Depth, in epilogue);
        }
    }

    // One of the operands is a vector and the other one is read along the depth.
    private static bool TryVector<TEpilogue>(in ProductOperands operands, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        var (matrix, vector, rows, stride) = operands.Columns == 1
            ? (operands.Left, operands.Right.Transposed, operands.Rows, operands.Result.RowStride)
            : (operands.Right.Transposed, operands.Left, operands.Columns, operands.Result.ColumnStride);
        if (operands.Rows == 1 && operands.Right.ColumnStride == sizeof(T) && typeof(T) == typeof(float) && Vector128.IsHardwareAccelerated
            && !operands.Accumulate && operands.Left.ColumnStride == sizeof(T))
        {
            VectorRows.Run(in operands);
            Finish(in operands, in epilogue);
            return true;
        }

        if (typeof(T) != typeof(float) || !Vector128.IsHardwareAccelerated || operands.Accumulate || rows < VectorProduct.LeastRows
            || (operands.Columns != 1 && operands.Rows != 1) || matrix.ColumnStride != sizeof(T) || vector.ColumnStride != sizeof(T))
            return false;
        VectorProduct.Run(matrix, (float*)vector.First, operands.Result.First, stride, rows, (int)operands.Depth);
        Finish(in operands, in epilogue);
        return true;
    }

    // A sum of no products.
    private static void RunEmpty<TEpilogue>(in ProductOperands operands, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        for (var row = 0L; row < operands.Rows && !operands.Accumulate; row++)
            new Span<T>(operands.Result.At(row, 0), (int)operands.Columns).Clear();
        Finish(in operands, in epilogue);
    }

    private static void Finish<TEpilogue>(in ProductOperands operands, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>
    {
        if (!TEpilogue.IsEmpty)
        {
            var stride = operands.Result.RowStride / sizeof(T);
            epilogue.Apply((T*)operands.Result.First, stride, (int)operands.Rows, (int)operands.Columns, 0, 0);
        }
    }
}
