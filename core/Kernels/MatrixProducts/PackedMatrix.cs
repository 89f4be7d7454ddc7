using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>
/// A right matrix packed once and for all, for products with many left ones: for each block of the depth, panels of as many columns as two
/// vectors of the machine have. Holds native memory; immutable; may be used by many threads at once.
/// </summary>
public sealed unsafe class PackedMatrix : IDisposable
{
    private const int Alignment = 64;

    private void* panels;

    internal PackedMatrix(long depth, long columns, int panelWidth, int elementSize)
    {
        (Depth, Columns, PanelWidth) = (depth, columns, panelWidth);
        ByteCount = depth * PanelCount * panelWidth * elementSize;
        panels = NativeMemory.AlignedAlloc((nuint)Math.Max(ByteCount, Alignment), Alignment);
        GC.AddMemoryPressure(Math.Max(ByteCount, Alignment));
    }

    ~PackedMatrix() => Free();

    /// <summary>Rows of the matrix: the depth of its products.</summary>
    public long Depth { get; }

    public long Columns { get; }

    /// <summary>Memory held, in bytes.</summary>
    public long ByteCount { get; }

    internal int PanelWidth { get; }

    internal long PanelCount => (Columns + PanelWidth - 1) / PanelWidth;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>The panels of the block of the depth that begins at <paramref name="k"/>.</summary>
    internal T* Panels<T>(long k)
        where T : unmanaged => (T*)panels + (nint)(k * PanelCount * PanelWidth);

    private void Free()
    {
        if (panels is null)
            return;
        NativeMemory.AlignedFree(panels);
        GC.RemoveMemoryPressure(Math.Max(ByteCount, Alignment));
        panels = null;
    }
}
