using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Stretches of neighbouring elements.</summary>
public static class ElementRange
{
    /// <summary>Copies <paramref name="count"/> elements, whatever the dtype, which both tensors have in common.</summary>
    public static void Copy(Tensor from, long fromFirst, Tensor to, long toFirst, long count)
    {
        var (source, target, length) = (checked((int)fromFirst), checked((int)toFirst), checked((int)count));
        switch (from.DType.Size())
        {
            case 1: Copy<byte>(from, source, to, target, length); break;
            case 2: Copy<ushort>(from, source, to, target, length); break;
            case 4: Copy<uint>(from, source, to, target, length); break;
            case 8: Copy<ulong>(from, source, to, target, length); break;
            case 16: Copy<UInt128>(from, source, to, target, length); break;
            default: CopyReferences(from, source, to, target, length); break;
        }
    }

    private static void CopyReferences(Tensor from, int source, Tensor to, int target, int length)
    {
        if (from.DType == DType.String)
            Copy<byte[]>(from, source, to, target, length);
        else
            Copy<object>(from, source, to, target, length);
    }

    private static void Copy<T>(Tensor from, int source, Tensor to, int target, int length) =>
        from.Values<T>().Slice(source, length).CopyTo(to.Writable<T>().Slice(target, length));
}
