using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Tensors whose elements are all alike.</summary>
public static class Filling
{
    /// <summary>Every element becomes the only element of <paramref name="value"/>, which has the output's dtype.</summary>
    public static void Fill(Tensor value, Tensor output)
    {
        var count = Shape.Of(output.ElementCount);
        StridedCopy.Run(value, StridedView.Of(1).Stretch(count.Dims), output, StridedView.Of(count));
    }

    /// <summary>Zeros, false, or empty strings.</summary>
    public static void Zeros(Tensor output)
    {
        switch (output.DType.Size())
        {
            case 0 when output.DType == DType.String: output.Writable<byte[]>().Fill([]); break;
            case 0: output.Writable<object>().Clear(); break;
            case 1: output.Writable<byte>().Clear(); break;
            case 2: output.Writable<ushort>().Clear(); break;
            case 4: output.Writable<uint>().Clear(); break;
            case 8: output.Writable<ulong>().Clear(); break;
            default: output.Writable<UInt128>().Clear(); break;
        }
    }

    /// <summary>All elements of <paramref name="input"/>, which has the output's dtype and as many elements.</summary>
    public static void Copy(Tensor input, Tensor output)
    {
        var count = Shape.Of(output.ElementCount);
        StridedCopy.Run(input, StridedView.Of(count), output);
    }
}
