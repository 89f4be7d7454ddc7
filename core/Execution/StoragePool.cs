using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>Storage that values of similar sizes take in turns.</summary>
internal sealed class StoragePool
{
    /// <summary>The bytes of the largest value whose storage goes round.</summary>
    private const long Largest = 1L << 30;

    private readonly Dictionary<long, Stack<Tensor>> free = [];

    /// <summary>A tensor over storage that was given back, or over new one; its elements are not set.</summary>
    /// <param name="dtype">No reference.</param>
    public Tensor Take(DType dtype, Shape shape)
    {
        if (shape.ElementCount * (double)dtype.Size() > Largest)
            return Tensor.Allocate(dtype, shape);
        var size = SizeClass(shape.ElementCount * dtype.Size());
        if (free.TryGetValue(size, out var stack) && stack.TryPop(out var storage))
            return storage.DType == dtype && storage.Shape.Equals(shape) ? storage : storage.Reinterpret(dtype, shape);
        return Tensor.Allocate(DType.UInt8, Shape.Of(size)).Reinterpret(dtype, shape);
    }

    /// <summary>Gives back the storage of a tensor that <see cref="Take"/> gave and nobody looks at any more.</summary>
    public void Give(Tensor storage)
    {
        if (storage.ByteCount > Largest)
            return;
        var size = SizeClass(storage.ByteCount);
        if (!free.TryGetValue(size, out var stack))
            free.Add(size, stack = new Stack<Tensor>());
        stack.Push(storage);
    }

    /// <summary>The size rounded up to one of four steps per power of two, so that values of similar sizes can take turns.</summary>
    private static long SizeClass(long bytes)
    {
        if (bytes <= 64)
            return 64;
        var step = 1L << (BitOperations.Log2((ulong)(bytes - 1)) - 2);
        return (bytes + step - 1) / step * step;
    }
}
