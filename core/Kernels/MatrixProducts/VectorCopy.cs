using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GraphRun.Kernels;

/// <summary>Copies of a few vectors, without the call that a block copy costs.</summary>
internal static unsafe class VectorCopy<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(T* source, T* destination, int count)
    {
        var perVector = Vector256<byte>.Count / sizeof(T);
        var i = 0;
        for (; i <= count - perVector; i += perVector)
            Vector256.Store(Vector256.Load((byte*)(source + i)), (byte*)(destination + i));
        for (; i < count; i++)
            destination[i] = source[i];
    }
}
