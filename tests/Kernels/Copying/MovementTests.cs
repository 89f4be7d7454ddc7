using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

// The examples are those of TensorFlow's op documentation (core/api_def/base_api) unless said otherwise.
public class MovementTests
{
    private static readonly Tensor twoByThree = Tensor.Of<int>(Shape.Of(2, 3), [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void Slice_takes_sizes_from_a_beginning()
    {
        var shape = Slicing.SliceShape(twoByThree.Shape, [0, 1], [-1, 2]);

        AssertGives(shape, [2, 3, 5, 6], output => Slicing.Slice(twoByThree, [0, 1], output));
    }

    [Theory]
    [InlineData(4, 1, "Expected begin[0] in [0, 3], but got 4")]
    [InlineData(1, 3, "Expected size[0] in [0, 2], but got 3")]
    public void A_slice_outside_is_refused(long begin, long size, string message)
    {
        var error = Assert.Throws<GraphRunException>(() => Slicing.SliceShape(Shape.Of(3), [begin], [size]));

        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Concatenate_joins_along_a_dim()
    {
        var second = Tensor.Of<int>(Shape.Of(2, 1), [7, 8]);

        AssertGives(Shape.Of(2, 4), [1, 2, 3, 7, 4, 5, 6, 8], output => Joining.Concatenate([twoByThree, second], 1, output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(300)]
    public void Runs_of_any_length_are_joined(int length)
    {
        var (first, second) = (Tensor.Allocate(DType.Int16, Shape.Of(3, length)), Tensor.Allocate(DType.Int16, Shape.Of(3, 2 * length)));
        var joined = Tensor.Allocate(DType.Int16, Shape.Of(3, 3 * length));
        for (var i = 0; i < joined.ElementCount; i++)
        {
            var (row, column) = Math.DivRem(i, 3 * length);
            if (column < length)
                first.Writable<short>()[row * length + column] = (short)i;
            else
                second.Writable<short>()[row * 2 * length + column - length] = (short)i;
        }

        Joining.Concatenate([first, second], 1, joined);

        Assert.Equal(Enumerable.Range(0, 9 * length).Select(i => (short)i), joined.Values<short>().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(700)]
    public void Rows_of_any_length_are_gathered(int length)
    {
        var source = Tensor.Allocate(DType.Int16, Shape.Of(20, length));
        for (var i = 0; i < source.ElementCount; i++)
            source.Writable<short>()[i] = (short)i;
        int[] rows = [.. Enumerable.Range(0, 30).Select(i => i * 7 % 20)];
        var gathered = Tensor.Allocate(DType.Int16, Shape.Of(30, length));

        Gathering.Gather(source, Tensor.Vector<int>(rows), 0, 0, gathered);

        Assert.Equal(
            rows.SelectMany(row => Enumerable.Range(row * length, length)).Select(i => (short)i), gathered.Values<short>().ToArray());
    }

    [Fact]
    public void Stack_joins_along_a_new_dim()
    {
        Tensor[] inputs = [Tensor.Vector(1, 4), Tensor.Vector(2, 5), Tensor.Vector(3, 6)];

        AssertGives(Shape.Of(3, 2), [1, 4, 2, 5, 3, 6], output => Joining.Stack(inputs, 0, output));
        AssertGives(Shape.Of(2, 3), [1, 2, 3, 4, 5, 6], output => Joining.Stack(inputs, 1, output));
    }

    [Fact]
    public void Split_and_unstack_undo_concatenate_and_stack()
    {
        Tensor[] parts = [Tensor.Allocate(DType.Int32, Shape.Of(2, 1)), Tensor.Allocate(DType.Int32, Shape.Of(2, 2))];
        Tensor[] columns = [.. Enumerable.Range(0, 3).Select(_ => Tensor.Allocate(DType.Int32, Shape.Of(2)))];

        Joining.Split(twoByThree, 1, parts);
        Joining.Unstack(twoByThree, 1, columns);

        Assert.Equal([1, 4], parts[0].Values<int>().ToArray());
        Assert.Equal([2, 3, 5, 6], parts[1].Values<int>().ToArray());
        Assert.Equal([3, 6], columns[2].Values<int>().ToArray());
    }

    [Fact]
    public void Tile_repeats_along_each_dim() => AssertGives(
        Shape.Of(4, 6),
        [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6],
        output => Repeating.Tile(twoByThree, output));

    [Fact]
    public void Broadcast_stretches_dims_of_one() =>
        AssertGives(Shape.Of(2, 2), [5, 5, 6, 6], output => Repeating.BroadcastTo(Tensor.Of<int>(Shape.Of(2, 1), [5, 6]), output));

    [Fact]
    public void Pad_surrounds_with_a_value() => AssertGives(
        Shape.Of(4, 6),
        [9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 3, 9, 9, 9, 4, 5, 6, 9, 9, 9, 9, 9, 9, 9],
        output => Padding.Constant(twoByThree, [1, 2], Tensor.Scalar(9), output));

    [Fact]
    public void A_reflecting_margin_does_not_repeat_the_edge() => AssertGives(
        Shape.Of(4, 7),
        [6, 5, 4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 2, 1, 6, 5, 4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 2, 1],
        output => Padding.Mirror(twoByThree, [1, 2], false, output));

    [Fact]
    public void A_symmetric_margin_repeats_the_edge() => AssertGives(
        Shape.Of(4, 7),
        [2, 1, 1, 2, 3, 3, 2, 2, 1, 1, 2, 3, 3, 2, 5, 4, 4, 5, 6, 6, 5, 5, 4, 4, 5, 6, 6, 5],
        output => Padding.Mirror(twoByThree, [1, 2], true, output));

    [Fact]
    public void Reverse_turns_the_named_dims() => AssertGives(
        Shape.Of(2, 3), [6, 5, 4, 3, 2, 1], output => Reordering.Reverse(twoByThree, [0, 1], output));

    [Fact]
    public void Reverse_sequence_turns_the_beginning_of_each_row()
    {
        AssertGives(Shape.Of(2, 3), [2, 1, 3, 6, 5, 4], output => Reordering.ReverseSequence(twoByThree, [2, 3], 1, 0, output));
        AssertGives(Shape.Of(2, 3), [1, 5, 3, 4, 2, 6], output => Reordering.ReverseSequence(twoByThree, [0, 2, 1], 0, 1, output));
    }

    [Fact]
    public void A_sequence_longer_than_its_row_is_refused()
    {
        var output = Tensor.Allocate(DType.Int32, Shape.Of(2, 3));

        var error = Assert.Throws<GraphRunException>(() => Reordering.ReverseSequence(twoByThree, [2, 4], 1, 0, output));

        Assert.Contains("seq_lens(1) > input.dims(1)", error.Message);
    }

    [Fact]
    public void Roll_moves_the_end_to_the_front()
    {
        var five = Tensor.Vector(0, 1, 2, 3, 4);

        AssertGives(Shape.Of(5), [3, 4, 0, 1, 2], output => Reordering.Roll(five, [2], output));
        AssertGives(Shape.Of(5), [3, 4, 0, 1, 2], output => Reordering.Roll(five, [-8], output));
        AssertGives(Shape.Of(2, 3), [5, 6, 4, 2, 3, 1], output => Reordering.Roll(twoByThree, [1, -1], output));
    }

    [Fact]
    public void Space_to_batch_makes_every_place_of_a_block_a_batch()
    {
        var image = Tensor.Of<int>(Shape.Of(1, 4, 4, 1), Enumerable.Range(1, 16).ToArray());

        AssertGives(
            Shape.Of(4, 2, 2, 1),
            [1, 3, 9, 11, 2, 4, 10, 12, 5, 7, 13, 15, 6, 8, 14, 16],
            output => SpaceBlocks.SpaceToBatch(image, [2, 2], [0, 0], output));
    }

    [Fact]
    public void Space_to_batch_pads_with_zeros_and_batch_to_space_cuts_them_off()
    {
        var image = Tensor.Of<int>(Shape.Of(2, 2, 4, 1), Enumerable.Range(1, 16).ToArray());
        var batches = Tensor.Allocate(DType.Int32, Shape.Of(8, 1, 3, 1));

        SpaceBlocks.SpaceToBatch(image, [2, 2], [0, 2], batches);

        Assert.Equal([0, 1, 3, 0, 9, 11, 0, 2, 4, 0, 10, 12, 0, 5, 7, 0, 13, 15, 0, 6, 8, 0, 14, 16], batches.Values<int>().ToArray());
        AssertGives(image.Shape, Enumerable.Range(1, 16).ToArray(), output => SpaceBlocks.BatchToSpace(batches, [2, 2], [0, 2], output));
    }

    [Fact]
    public void Space_becomes_depth_and_depth_space()
    {
        var image = Tensor.Of<int>(Shape.Of(1, 4, 4, 1), [1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 13, 14, 11, 12, 15, 16]);
        var deep = Tensor.Of<int>(Shape.Of(1, 2, 2, 4), Enumerable.Range(1, 16).ToArray());

        AssertGives(deep.Shape, deep.Values<int>().ToArray(), output => SpaceBlocks.SpaceToDepth(image, 2, false, output));
        AssertGives(image.Shape, image.Values<int>().ToArray(), output => SpaceBlocks.DepthToSpace(deep, 2, false, output));
    }

    // The same image as above with the channels in front.
    [Fact]
    public void Space_becomes_depth_with_channels_first()
    {
        var image = Tensor.Of<int>(Shape.Of(1, 1, 4, 4), [1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 13, 14, 11, 12, 15, 16]);
        int[] deep = [1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 4, 8, 12, 16];

        AssertGives(Shape.Of(1, 4, 2, 2), deep, output => SpaceBlocks.SpaceToDepth(image, 2, true, output));
        AssertGives(
            image.Shape,
            image.Values<int>().ToArray(),
            output => SpaceBlocks.DepthToSpace(Tensor.Of<int>(Shape.Of(1, 4, 2, 2), deep), 2, true, output));
    }

    [Fact]
    public void Empty_tensors_move_without_ado()
    {
        var empty = Tensor.Allocate(DType.Int32, Shape.Of(0, 3));

        AssertGives(Shape.Of(3, 0), [], output => Reordering.Transpose(empty, [1, 0], output));
        AssertGives(Shape.Of(0, 6), [], output => Repeating.Tile(empty, output));
        AssertGives(Shape.Of(0, 3), [], output => Reordering.Roll(empty, [1, 1], output));
        AssertGives(Shape.Of(2, 3), [7, 7, 7, 7, 7, 7], output => Padding.Constant(empty, [1, 0], Tensor.Scalar(7), output));
    }

    private static void AssertGives(Shape shape, int[] expected, Action<Tensor> compute)
    {
        var output = Tensor.Allocate(DType.Int32, shape);
        compute(output);
        Assert.Equal(expected, output.Values<int>().ToArray());
    }
}
