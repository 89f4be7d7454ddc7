using GraphRun.Errors;

namespace GraphRun.Tensors;

/// <summary>Refuses, before anything is allocated, a tensor that the process could never hold.</summary>
public static class MemoryLimit
{
    /// <summary>The largest tensor allowed, in bytes. Default: three quarters of the memory that the machine or container offers.</summary>
    public static long MaxTensorBytes { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var available
        ? available / 4 * 3
        : long.MaxValue;

    /// <exception cref="GraphRunException">The tensor exceeds <see cref="MaxTensorBytes"/>.</exception>
    public static void Check(DType dtype, Shape shape)
    {
        if (shape.ElementCount <= int.MaxValue && shape.ElementCount * dtype.Size() <= MaxTensorBytes)
            return;
        var bytes = (UInt128)shape.ElementCount * (uint)dtype.Size();
        if (bytes > (UInt128)MaxTensorBytes)
        {
            throw new GraphRunException(
                ErrorCode.MemoryExceeded,
                $"a {dtype.Name()} tensor of shape {shape} needs {bytes} bytes, which exceeds the {MaxTensorBytes} bytes that one tensor may have");
        }
    }
}
