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

    /// <summary>Packs [groups, ..., channels of the output of a group]: each group has a matrix of its own in memory.</summary>
    public static PackedFilter PackEach(Tensor filters) => filters.DType switch
    {
        DType.Float32 => PackEach<float>(filters),
        DType.Float64 => PackEach<double>(filters),
        _ => PackEach<int>(filters),
    };

    public void Dispose()
    {
        foreach (var matrix in Groups)
            matrix.Dispose();
    }

    private static unsafe PackedFilter PackEach<T>(Tensor filters)
        where T : unmanaged, INumberBase<T>
    {
        var packed = new PackedMatrix[filters.Shape[0]];
        var columns = filters.Shape[-1];
        var depth = columns == 0 ? 0 : filters.ElementCount / packed.Length / columns;
        fixed (T* elements = filters.Values<T>())
        {
            for (var i = 0; i < packed.Length; i++)
            {
                var view = new MatrixView(elements + ((nint)(i * depth) * (nint)columns), (nint)columns * sizeof(T), sizeof(T));
                packed[i] = RealProduct<T>.Pack(view, depth, columns);
            }
        }

        return new PackedFilter(packed);
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
