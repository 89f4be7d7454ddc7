using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>How the elements of rows of one length meet the lanes that fold them.</summary>
internal readonly unsafe struct RowLayout<T>
    where T : unmanaged
{
    private readonly T* end;

    /// <param name="first">The first row.</param>
    /// <param name="length">Elements of a row.</param>
    /// <param name="lanes">Lanes in use, a multiple of a vector's.</param>
    /// <param name="rest">Room for as many, filled with the identity.</param>
    /// <param name="end">Where the memory ends that may be read.</param>
    public RowLayout(T* first, int length, int lanes, T* rest, T* end)
    {
        First = first;
        Rest = rest;
        this.end = end;
        (Length, Vectors) = (length, lanes / Vector<T>.Count);
        (Steps, Left) = Math.DivRem(length, lanes);
        var last = length % Vector<T>.Count;
        var mask = default(Vector<T>);
        new Span<byte>(&mask, (last == 0 ? Vector<T>.Count : last) * sizeof(T)).Fill(byte.MaxValue);
        LastLanes = mask;
    }

    public T* First { get; }

    public int Length { get; }

    /// <summary>Vectors that hold the lanes: 1, 2, 4, 8 or 16.</summary>
    public int Vectors { get; }

    /// <summary>How often all lanes are filled.</summary>
    public int Steps { get; }

    /// <summary>The elements left over.</summary>
    public int Left { get; }

    /// <summary>A place for the elements left over, padded to one more step.</summary>
    public T* Rest { get; }

    /// <summary>The lanes of the last vector of a row that belong to it.</summary>
    public Vector<T> LastLanes { get; }

    /// <summary>A vector that reaches beyond its row, and maybe beyond what may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> LoadLast(T* source)
    {
        if (source + Vector<T>.Count <= end)
            return Vector.Load(source);
        return Lanes.Pad(new ReadOnlySpan<T>(source, (int)(end - source)));
    }
}
