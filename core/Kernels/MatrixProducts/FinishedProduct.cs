using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Products of two matrices that end in a <see cref="Finish"/>. float32 and float64.</summary>
internal static unsafe class FinishedProduct
{
    /// <param name="x">[rows, depth], or [depth, rows] when transposed.</param>
    /// <param name="y">[depth, columns], or [columns, depth] when transposed.</param>
    /// <param name="packed">The same packed by <see cref="Pack"/>; null when it is not.</param>
    /// <param name="form">Which operands are transposed.</param>
    /// <param name="result">[rows, columns], allocated by the caller.</param>
    /// <param name="finish">What happens to finished elements.</param>
    public static void Run(Tensor x, Tensor y, PackedMatrix? packed, ProductForm form, Tensor result, Finish finish)
    {
        if (x.DType == DType.Float32)
            Run<float>(x, y, packed, form, result, finish);
        else
            Run<double>(x, y, packed, form, result, finish);
    }

    /// <summary>Packs a right matrix for many products.</summary>
    public static PackedMatrix Pack(Tensor y, bool transpose) =>
        y.DType == DType.Float32 ? Pack<float>(y, transpose) : Pack<double>(y, transpose);

    private static PackedMatrix Pack<T>(Tensor y, bool transpose)
        where T : unmanaged, INumberBase<T>
    {
        fixed (T* elements = y.Values<T>())
        {
            var view = View(elements, y, transpose);
            return transpose
                ? RealProduct<T>.Pack(view, y.Shape[1], y.Shape[0])
                : RealProduct<T>.Pack(view, y.Shape[0], y.Shape[1]);
        }
    }

    private static void Run<T>(Tensor x, Tensor y, PackedMatrix? packed, ProductForm form, Tensor result, Finish finish)
        where T : unmanaged, INumberBase<T>
    {
        fixed (T* left = x.Values<T>())
        fixed (T* right = y.Values<T>())
        fixed (T* product = result.Writable<T>())
        {
            var operands = new ProductOperands(
                View(left, x, form.TransposeLeft),
                View(right, y, form.TransposeRight),
                View(product, result, false),
                result.Shape[0],
                result.Shape[1],
                x.Shape[form.TransposeLeft ? 0 : 1]);
            Finishing<T>.Run(finish, result.Shape[1], new Work<T>(operands, packed));
        }
    }

    private static MatrixView View<T>(T* elements, Tensor matrix, bool transpose)
        where T : unmanaged
    {
        var view = new MatrixView(elements, (nint)matrix.Shape[1] * sizeof(T), sizeof(T));
        return transpose ? view.Transposed : view;
    }

    private readonly struct Work<T>(ProductOperands operands, PackedMatrix? packed) : IFinishedWork<T>
        where T : unmanaged, INumberBase<T>
    {
        private readonly ProductOperands operands = operands;

        public void Run<TEpilogue>(in TEpilogue epilogue)
            where TEpilogue : struct, IProductEpilogue<T>
        {
            if (packed is null)
                RealProduct<T>.Run(in operands, in epilogue);
            else
                RealProduct<T>.Run(in operands, packed, in epilogue);
        }
    }
}
