using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class StridedCopyTests
{
    private static readonly DType[] widths = [DType.UInt8, DType.Float16, DType.Float32, DType.Int64, DType.Complex128, DType.String];

    public static TheoryData<long[], int[]> Permutations => new()
    {
        { [], [] },
        { [0, 3], [1, 0] },
        { [7], [0] },
        { [5, 3], [1, 0] },
        { [64, 64], [1, 0] },
        { [130, 67], [1, 0] },
        { [3, 200], [1, 0] },
        { [200, 2], [1, 0] },
        { [2, 3, 4], [2, 0, 1] },
        { [2, 70, 1, 66], [0, 3, 2, 1] },
        { [2, 17, 16, 4], [0, 2, 1, 3] },
        { [4, 5, 6, 8], [3, 1, 0, 2] },
        { [2, 3, 2, 3, 2], [4, 2, 0, 3, 1] },
    };

    [Theory]
    [MemberData(nameof(Permutations))]
    public void A_permuted_view_copies_every_element_to_its_place(long[] dims, int[] permutation)
    {
        foreach (var dtype in widths)
            AssertCopies(dtype, StridedView.Of(dims).Permute(permutation), dims);
    }

    [Fact]
    public void A_slice_with_steps_copies_what_it_names() => Each(
        dtype => AssertCopies(dtype, StridedView.Of(6, 9, 5).Slice(0, 5, 3, -2).Slice(1, 1, 4, 2).Slice(2, 1, 3), [6, 9, 5]));

    [Fact]
    public void A_reversed_view_copies_backwards() =>
        Each(dtype => AssertCopies(dtype, StridedView.Of(3, 40).Reverse(1), [3, 40]));

    [Fact]
    public void A_stretched_view_repeats() =>
        Each(dtype => AssertCopies(dtype, StridedView.Of(3, 1, 2, 1).Stretch([2, 3, 4, 2, 9]), [3, 1, 2, 1]));

    [Fact]
    public void A_view_at_an_index_loses_the_dim() =>
        Each(dtype => AssertCopies(dtype, StridedView.Of(3, 4, 5).At(1, 2).Insert(0, 2), [3, 4, 5]));

    [Fact]
    public void A_destination_may_be_a_view_too()
    {
        var output = Tensor.Of<int>(Shape.Of(4, 6), new int[24]);

        StridedCopy.Run(
            Tensor.Of<int>(Shape.Of(2, 3), [1, 2, 3, 4, 5, 6]),
            StridedView.Of(2, 3),
            output,
            StridedView.Of(4, 6).Slice(0, 1, 2).Slice(1, 0, 3, 2));

        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 0, 0, 0, 0, 0, 0], output.Values<int>().ToArray());
    }

    [Fact]
    public void A_large_copy_is_cut_into_pieces_that_join() =>
        AssertCopies(DType.UInt8, StridedView.Of(700, 3, 500).Permute([2, 0, 1]), [700, 3, 500]);

    [Fact]
    public void Views_of_other_dims_are_refused() => Assert.Throws<ArgumentException>(
        () => new StridedCopy(DType.Int8, StridedView.Of(2, 3), StridedView.Of(3, 2)));

    [Fact]
    public void A_view_beyond_the_tensor_is_refused()
    {
        var tensor = Tensor.Allocate(DType.Int8, Shape.Of(4));

        Assert.Throws<ArgumentOutOfRangeException>(() => StridedCopy.Run(tensor, StridedView.Of(5), tensor, StridedView.Of(5)));
    }

    private static void Each(Action<DType> assert) => Array.ForEach(widths, assert);

    private static void AssertCopies(DType dtype, StridedView view, long[] dims)
    {
        var source = Counting(dtype, Shape.Of(dims));
        var output = Tensor.Allocate(dtype, Shape.Of(view.Dims));

        StridedCopy.Run(source, view, output);

        Assert.Equal(
            Places(view).Select(place => Element(source, place)),
            Enumerable.Range(0, (int)output.ElementCount).Select(i => Element(output, i)));
    }

    // The definition: an index per dim, the last fastest, each times its stride.
    private static IEnumerable<int> Places(StridedView view)
    {
        var (dims, strides, offset) = (view.Dims.ToArray(), view.Strides.ToArray(), view.Offset);
        for (var i = 0L; i < dims.Aggregate(1L, (count, dim) => count * dim); i++)
        {
            var (rest, place) = (i, offset);
            for (var axis = dims.Length - 1; axis >= 0; axis--)
            {
                place += rest % dims[axis] * strides[axis];
                rest /= dims[axis];
            }

            yield return (int)place;
        }
    }

    private static Tensor Counting(DType dtype, Shape shape)
    {
        var tensor = Tensor.Allocate(dtype, shape);
        for (var i = 0; i < shape.ElementCount; i++)
            Set(tensor, i);
        return tensor;
    }

    private static void Set(Tensor tensor, int i)
    {
        switch (tensor.DType.Size())
        {
            case 0: tensor.Writable<byte[]>()[i] = BitConverter.GetBytes(i); break;
            case 1: tensor.Writable<byte>()[i] = (byte)(i * 7919 >> 3); break;
            case 2: tensor.Writable<ushort>()[i] = (ushort)i; break;
            case 4: tensor.Writable<uint>()[i] = (uint)i; break;
            case 8: tensor.Writable<ulong>()[i] = (ulong)i << 20; break;
            default: tensor.Writable<UInt128>()[i] = (UInt128)i << 60; break;
        }
    }

    private static UInt128 Element(Tensor tensor, int i) => tensor.DType.Size() switch
    {
        0 => BitConverter.ToUInt32(tensor.Values<byte[]>()[i]),
        1 => tensor.Values<byte>()[i],
        2 => tensor.Values<ushort>()[i],
        4 => tensor.Values<uint>()[i],
        8 => tensor.Values<ulong>()[i],
        _ => tensor.Values<UInt128>()[i],
    };
}
