using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The filter of a convolution packed for <see cref="ConvolutionProduct{T}"/>: for each group a matrix with a row for each element of a
/// patch and a column for each channel of the output. Immutable.
/// </summary>
internal sealed class PackedFilter : IDisposable
{
    private PackedFilter(PackedMatrix[] groups) => Groups = groups;

    /// <summary>The matrices of the groups, in the order of the channels.</summary>
    public PackedMatrix[] Groups { get; }

    /// <summary>Packs a filter [..., channels of a group, channels of the output].</summary>
    /// <param name="filter">float32, float64 or int32.</param>
    /// <param name="groups">How many parts the channels are cut into; each part of the output sees its part of the input.</param>
    public static PackedFilter Pack(Tensor filter, int groups) => filter.DType switch
    {
        DType.Float32 => Pack<float>(filter, groups),
        DType.Float64 => Pack<double>(filter, groups),
        _ => Pack<int>(filter, groups),
    };

    public void Dispose()
    {
        foreach (var matrix in Groups)
            matrix.Dispose();
    }

    private static unsafe PackedFilter Pack<T>(Tensor filter, int groups)
        where T : unmanaged, INumberBase<T>
    {
        var columns = filter.Shape[-1];
        var depth = columns == 0 ? 0 : filter.ElementCount / columns;
        var packed = new PackedMatrix[groups];
        fixed (T* elements = filter.Values<T>())
        {
            var view = new MatrixView(elements, (nint)columns * sizeof(T), sizeof(T));
            for (var i = 0; i < groups; i++)
                packed[i] = RealProduct<T>.Pack(view.From(0, i * (columns / groups)), depth, columns / groups);
        }

        return new PackedFilter(packed);
    }
}
