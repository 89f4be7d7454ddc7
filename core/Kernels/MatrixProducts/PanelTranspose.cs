using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GraphRun.Kernels;

/// <summary>Packing of a matrix whose columns, not rows, are neighbours in memory.</summary>
internal static unsafe class PanelTranspose<T>
    where T : unmanaged
{
    public static void Run(MatrixView source, int depth, int columns, T* panel, int width)
    {
        var k = 0;
        if (sizeof(T) == sizeof(float) && source.RowStride == sizeof(float))
        {
            for (; k <= depth - 4; k += 4)
                TransposeFour(source.At(k, 0), source.ColumnStride, columns, (float*)(panel + k * width), width);
        }

        for (; k < depth; k++)
        {
            var element = source.At(k, 0);
            for (var column = 0; column < columns; column++, element += source.ColumnStride)
                panel[k * width + column] = *(T*)element;
        }
    }

    // Four steps of the depth, four columns at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeFour(byte* source, nint stride, int columns, float* panel, int width)
    {
        var column = 0;
        for (; column <= columns - 4; column += 4, source += 4 * stride)
        {
            var (a, b) = (Vector128.Load((float*)source), Vector128.Load((float*)(source + stride)));
            var (c, d) = (Vector128.Load((float*)(source + 2 * stride)), Vector128.Load((float*)(source + 3 * stride)));
            var (ac, bd) = (Interleaving.Low(a, c), Interleaving.Low(b, d));
            Vector128.Store(Interleaving.Low(ac, bd), panel + column);
            Vector128.Store(Interleaving.High(ac, bd), panel + width + column);
            (ac, bd) = (Interleaving.High(a, c), Interleaving.High(b, d));
            Vector128.Store(Interleaving.Low(ac, bd), panel + 2 * width + column);
            Vector128.Store(Interleaving.High(ac, bd), panel + 3 * width + column);
        }

        for (; column < columns; column++, source += stride)
        {
            for (var k = 0; k < 4; k++)
                panel[k * width + column] = ((float*)source)[k];
        }
    }
}
