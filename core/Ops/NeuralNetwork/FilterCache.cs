using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>The filter of a convolution in the form its kernel wants: made once per plan when the filter is a constant.</summary>
/// <param name="constant">The constant; null when the filter may change from run to run.</param>
internal sealed class FilterCache(Tensor? constant)
{
    private PackedFilter? packed;
    private Tensor? widened;

    /// <summary>Calls <paramref name="use"/> with the packed filter.</summary>
    public void WithPacked(Tensor filter, int groups, Action<PackedFilter> use)
    {
        if (ReferenceEquals(filter, constant))
        {
            use(packed ??= PackedFilter.Pack(ComputeLayout.Widen(filter), groups));
            return;
        }

        using var momentary = PackedFilter.Pack(ComputeLayout.Widen(filter), groups);
        use(momentary);
    }

    /// <summary>The filter as the kernel's dtype.</summary>
    public Tensor Widened(Tensor filter) =>
        ReferenceEquals(filter, constant) ? widened ??= ComputeLayout.Widen(filter) : ComputeLayout.Widen(filter);
}
