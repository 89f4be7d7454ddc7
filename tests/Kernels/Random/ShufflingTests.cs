using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class ShufflingTests
{
    // Worked by hand from the zero block 6627e8d5 e169c58d bc57ac4c 9b00dbd8: modulo 4, 3 and 2 the swaps are (0,1), (1,3), (2,2).
    [Fact]
    public void Rows_swap_from_the_front_with_the_remainder_of_one_number_each() =>
        Assert.Equal([1, 3, 2, 0], Shuffling.Order(default, 4));

    [Fact]
    public void Every_row_stands_once() =>
        Assert.Equal(Enumerable.Range(0, 100), Shuffling.Order(Philox.FromSeeds(1, 2), 100).Order());

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    public void Four_swaps_consume_one_block(int rows, ulong blocks) =>
        Assert.Equal(blocks, Shuffling.ReservedBlocks(Shape.Of(rows, 3)));
}
