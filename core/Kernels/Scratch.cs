using System.Numerics;
using System.Runtime.InteropServices;

namespace GraphRun.Kernels;

/// <summary>
/// Memory that a kernel needs for a moment: aligned to 64 bytes, not cleared, kept by the thread for the next kernel. Given back by
/// <see cref="Dispose"/> in the reverse order of renting or any other, on the thread that rented it.
/// </summary>
internal readonly unsafe ref struct Scratch<T>
    where T : unmanaged
{
    private readonly int sizeClass;

    public Scratch(long count)
    {
        var bytes = checked((ulong)count * (ulong)sizeof(T));
        sizeClass = BitOperations.Log2(Math.Max(bytes, ScratchMemory.Smallest) - 1) + 1;
        Pointer = (T*)ScratchMemory.Rent(sizeClass);
    }

    public T* Pointer { get; }

    public void Dispose() => ScratchMemory.Return(Pointer, sizeClass);
}

/// <summary>The blocks that threads keep, one list for each power of two.</summary>
internal static unsafe class ScratchMemory
{
    public const ulong Smallest = 4096;

    // Blocks above 64 MiB go back to the system at once: one huge step should not keep its memory for the rest of the run.
    private const int LargestKept = 26;
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static nint[]? kept;

    public static void* Rent(int sizeClass)
    {
        if (sizeClass <= LargestKept && kept is not null && kept[sizeClass] != 0)
        {
            var block = (nint*)kept[sizeClass];
            kept[sizeClass] = *block;
            return block;
        }

        return NativeMemory.AlignedAlloc((nuint)1 << sizeClass, Alignment);
    }

    public static void Return(void* block, int sizeClass)
    {
        if (sizeClass > LargestKept)
        {
            NativeMemory.AlignedFree(block);
            return;
        }

        // A free block's first word points to the next one of its size.
        kept ??= new nint[LargestKept + 1];
        *(nint*)block = kept[sizeClass];
        kept[sizeClass] = (nint)block;
    }
}
