using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace GraphRun.Kernels;

/// <summary>
/// Copies stretches of a matrix into panels, in the order in which the micro-kernel reads them: step after step of the depth, and for each
/// step the panel's columns as neighbours. A left matrix is packed as its transpose.
/// </summary>
internal static unsafe class PanelPacking<T>
    where T : unmanaged
{
    // Neighbouring panels are filled together, so that a row of the source is read in stretches of several cache lines.
    private const int PanelsTogether = 8;

    // Rows lie apart, so the machine does not foresee them by itself.
    private const int RowsAhead = 4;
    private const int CacheLine = 64;

    /// <summary>Packs a [depth, columns] matrix into panels of <paramref name="width"/> columns; what the last one lacks is 0.</summary>
    public static void PackAll(MatrixView source, int depth, long columns, T* panels, int width)
    {
        var count = (columns + width - 1) / width;
        Workers.For((count + PanelsTogether - 1) / PanelsTogether, 1, new PackGroups(source, depth, columns, panels, width));
    }

    /// <summary>Packs a [depth, columns] matrix into one panel of at least as many columns; the missing ones are 0.</summary>
    public static void Pack(MatrixView source, int depth, int columns, T* panel, int width)
    {
        if (columns < width)
            new Span<T>(panel, depth * width).Clear();
        if (source.ColumnStride == sizeof(T))
            CopyPanels(source, depth, columns, panel, columns, width, 0);
        else
            PanelTranspose<T>.Run(source, depth, columns, panel, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanels(MatrixView source, int depth, int columns, T* panel, int stretch, int width, nint panelSize)
    {
        var row = (T*)source.First;
        for (var k = 0; k < depth; k++, row = (T*)((byte*)row + source.RowStride))
        {
            var target = panel + k * width;
            Prefetch((byte*)row + RowsAhead * source.RowStride, columns * sizeof(T));
            for (var column = 0; column < columns; column += stretch, target += panelSize)
                VectorCopy<T>.Copy(row + column, target, stretch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* row, int bytes)
    {
        for (var i = 0; Sse.IsSupported && i < bytes; i += CacheLine)
            Sse.Prefetch0(row + i);
    }

    private readonly struct PackGroups(MatrixView source, int depth, long columns, T* panels, int width) : IRangeBody
    {
        private readonly T* panels = panels;

        public void Run(long start, long end)
        {
            var panelSize = (nint)depth * width;
            for (var group = start; group < end; group++)
            {
                var column = group * PanelsTogether * width;
                var last = Math.Min(columns, column + PanelsTogether * width);
                var whole = (int)((last - column) / width);
                var target = panels + (nint)(group * PanelsTogether) * panelSize;
                if (source.ColumnStride == sizeof(T))
                    CopyPanels(source.From(0, column), depth, whole * width, target, width, width, panelSize);
                else
                {
                    for (var panel = 0; panel < whole; panel++)
                        PanelTranspose<T>.Run(source.From(0, column + panel * width), depth, width, target + panel * panelSize, width);
                }

                var rest = column + whole * width;
                if (rest < last)
                    Pack(source.From(0, rest), depth, (int)(last - rest), target + whole * panelSize, width);
            }
        }
    }
}
