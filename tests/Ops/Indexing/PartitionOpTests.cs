using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Indexing;

// The examples of the documentation of DynamicPartition and DynamicStitch; the sentences of their kernels.
public class PartitionOpTests
{
    [Fact]
    public void Slices_are_dealt_out_by_number()
    {
        Assert.Equal(
            ["int32[2] 10 20", "int32[3] 30 40 50"],
            All(
                "DynamicPartition",
                [Tensor.Vector(10, 20, 30, 40, 50), Tensor.Vector(0, 0, 1, 1, 1)],
                ("num_partitions", 2L)).Select(Show));
        Assert.Equal(
            ["int32[0,2]", "int32[1,2] 1 2"],
            All("DynamicPartition", [Matrix(new[,] { { 1, 2 } }), Tensor.Vector(1)], ("num_partitions", 2L)).Select(Show));
    }

    [Fact]
    public void A_number_outside_is_refused() => Assert.Equal(
        "partitions[1] = 2 is not in [0, 2)",
        Error("DynamicPartition", [Tensor.Vector(1, 2), Tensor.Vector(0, 2)], ("num_partitions", 2L)));

    [Fact]
    public void Slices_are_put_together_again() => Assert.Equal(
        "int32[7,2] 1 2 11 12 21 22 31 32 41 42 51 52 61 62",
        Show(Single(
            "DynamicStitch",
            [
                Tensor.Scalar(6),
                Tensor.Vector(4, 1),
                Matrix(new[,] { { 5, 2 }, { 0, 3 } }),
                Tensor.Vector(61, 62),
                Matrix(new[,] { { 41, 42 }, { 11, 12 } }),
                Tensor.Of<int>(Shape.Of(2, 2, 2), [51, 52, 21, 22, 1, 2, 31, 32]),
            ],
            ("N", 3L))));

    [Fact]
    public void The_last_of_several_slices_stays() => Assert.Equal(
        "int32[2] 0 3",
        Show(Single("DynamicStitch", [Tensor.Vector(1, 1), Tensor.Vector(1), Tensor.Vector(1, 2), Tensor.Vector(3)], ("N", 2L))));

    [Fact]
    public void Data_begins_with_the_shape_of_its_indices() => Assert.Equal(
        "data[0].shape = [3] does not start with indices[0].shape = [2]",
        Error("DynamicStitch", [Tensor.Vector(0, 1), Tensor.Vector(1, 2, 3)], ("N", 1L)));
}
