using System.Runtime.InteropServices;
using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>
/// Memory for large values that are about to be read. The kernel finds and clears a page at its first touch, which for pages of
/// 4 KiB costs several times as much as the copying; aligned and asked for, it gives pages of 2 MiB.
/// </summary>
internal static unsafe partial class LargePages
{
    private const int PageLength = 2 << 20;
    private const int HugePages = 14;

    /// <summary>A tensor whose elements are not set yet; in large pages where it fills some and the kernel has any.</summary>
    public static Tensor Allocate(DType dtype, Shape shape)
    {
        if (!OperatingSystem.IsLinux() || dtype == DType.String || shape.ElementCount * dtype.Size() < PageLength)
            return Tensor.Allocate(dtype, shape);
        var tensor = Tensor.AllocateAligned(dtype, shape, PageLength);
        fixed (byte* first = tensor.Bytes(0, PageLength))
        {
            var length = (tensor.ByteCount + PageLength - 1) / PageLength * PageLength;
            // Without it, or where it is refused, the value only takes longer to read.
            if ((nint)first % PageLength == 0)
                _ = Advise(first, (nint)length, HugePages);
        }

        return tensor;
    }

    [LibraryImport("libc.so.6", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nint length, int advice);
}
