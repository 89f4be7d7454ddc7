using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Indexing;

// OneHot, Where, Unique, ListDiff, TopKV2, Bincount, LowerBound, UpperBound: the examples of their documentation unless said otherwise.
public class LocateOpTests
{
    private static readonly Tensor[] onOff = [Tensor.Scalar(5f), Tensor.Scalar(0f)];

    [Fact]
    public void An_index_becomes_a_vector_with_one_element_on()
    {
        var indices = Tensor.Vector(0, 2, -1, 1);

        Assert.Equal("float32[4,3] 5 0 0 0 0 5 0 0 0 0 5 0", Show(Single("OneHot", [indices, Tensor.Scalar(3), .. onOff])));
        Assert.Equal("float32[3,4] 5 0 0 0 0 0 0 5 0 5 0 0", Show(Single("OneHot", [indices, Tensor.Scalar(3), .. onOff], ("axis", 0L))));
        Assert.Equal("float32[2] 0 5", Show(Single("OneHot", [Tensor.Scalar(1L), Tensor.Scalar(2), .. onOff])));
    }

    [Fact]
    public void The_depth_may_be_zero_but_not_below()
    {
        Assert.Equal("float32[1,0]", Show(Single("OneHot", [Tensor.Vector(1), Tensor.Scalar(0), .. onOff])));
        Assert.Equal("depth must be non-negative, got: -2", Error("OneHot", [Tensor.Vector(1), Tensor.Scalar(-2), .. onOff]));
    }

    [Fact]
    public void Places_come_in_row_major_order()
    {
        Assert.Equal("int64[2,2] 0 0 1 0", Show(Single("Where", [Matrix(new[,] { { true, false }, { true, false } })])));
        Assert.Equal("int64[2,1] 0 2", Show(Single("Where", [Tensor.Vector(1.5f, 0f, float.NaN, -0f)])));
        Assert.Equal("int64[1,0]", Show(Single("Where", [Tensor.Scalar(true)])));
    }

    [Fact]
    public void Different_elements_come_in_the_order_of_their_first_occurrence()
    {
        var x = Tensor.Vector(1, 1, 2, 4, 4, 4, 7, 8, 8);

        Assert.Equal(["int32[5] 1 2 4 7 8", "int32[9] 0 0 1 2 2 2 3 4 4"], All("Unique", [x]).Select(Show));
        Assert.Equal(
            ["int32[5] 1 2 4 7 8", "int64[9] 0 0 1 2 2 2 3 4 4", "int64[5] 2 1 3 1 2"],
            All("UniqueWithCounts", [x], ("out_idx", DType.Int64)).Select(Show));
        Assert.Equal(["string[2] b a", "int32[3] 0 1 0"], All("Unique", [Text("b", "a", "b")]).Select(Show));
    }

    // C++'s == on floats, which TensorFlow's hash map uses.
    [Fact]
    public void Zeros_of_both_signs_are_one_and_every_NaN_is_its_own() => Assert.Equal(
        "int32[4] 0 0 1 2", Show(All("Unique", [Tensor.Vector(0f, -0f, float.NaN, float.NaN)])[1]));

    [Fact]
    public void Different_slices_are_found_along_an_axis()
    {
        var x = Matrix(new[,] { { 1, 0, 0 }, { 1, 0, 0 }, { 2, 0, 0 } });

        Assert.Equal(["int32[2,3] 1 0 0 2 0 0", "int32[3] 0 0 1"], All("UniqueV2", [x, Tensor.Vector(0L)]).Select(Show));
        Assert.Equal(["int32[3,2] 1 0 1 0 2 0", "int32[3] 0 1 1"], All("UniqueV2", [x, Tensor.Vector(1L)]).Select(Show));
    }

    [Fact]
    public void What_another_vector_lacks_is_listed_with_its_places() => Assert.Equal(
        ["int32[3] 2 4 6", "int32[3] 1 3 5"], All("ListDiff", [Tensor.Vector(1, 2, 3, 4, 5, 6), Tensor.Vector(1, 3, 5)]).Select(Show));

    [Fact]
    public void The_greatest_come_first_and_of_equal_ones_the_lower_index()
    {
        Assert.Equal(["int32[3] 9 5 5", "int32[3] 3 1 4"], All("TopKV2", [Tensor.Vector(1, 5, 2, 9, 5), Tensor.Scalar(3)]).Select(Show));
        Assert.Equal(
            ["float32[2,1] 3 4", "int32[2,1] 0 1"],
            All("TopKV2", [Matrix(new[,] { { 3f, 1f }, { 2f, 4f } }), Tensor.Scalar(1)]).Select(Show));
        Assert.Equal(
            ["float32[3] NaN 2 1", "int32[3] 1 2 0"], All("TopKV2", [Tensor.Vector(1f, float.NaN, 2f), Tensor.Scalar(3)]).Select(Show));
    }

    [Fact]
    public void Indices_of_the_greatest_come_in_any_dtype_of_indices()
    {
        var outputs = All("TopKV2", [Tensor.Vector(1, 5, 2, 9, 5), Tensor.Scalar((short)3)], ("index_type", DType.Int16));
        Assert.Equal(["int32[3] 9 5 5", "int16[3] 3 1 4"], outputs.Select(Show));
    }

    [Fact]
    public void The_order_of_many_equals_a_stable_sort()
    {
        var values = Enumerable.Range(0, 500).Select(i => i * 7919 % 31).ToArray();
        var expected = Enumerable.Range(0, 500).OrderByDescending(i => values[i]).Take(200).ToArray();

        Assert.Equal(expected, All("TopKV2", [Tensor.Vector<int>(values), Tensor.Scalar(200)])[1].Values<int>().ToArray());
    }

    [Fact]
    public void There_must_be_as_many_elements_as_are_asked_for()
    {
        Assert.Equal("input must have at least k columns. Had 2, needed 3", Error("TopKV2", [Tensor.Vector(1, 2), Tensor.Scalar(3)]));
        Assert.Equal("Need k >= 0, got -1", Error("TopKV2", [Tensor.Vector(1, 2), Tensor.Scalar(-1)]));
    }

    [Fact]
    public void Occurrences_are_counted_or_their_weights_added()
    {
        var arr = Tensor.Vector(1, 1, 2, 5);

        Assert.Equal("int32[3] 0 2 1", Show(Single("Bincount", [arr, Tensor.Scalar(3), Tensor.Vector<int>()])));
        Assert.Equal("float32[3] 0 1.5 4", Show(Single("Bincount", [arr, Tensor.Scalar(3), Tensor.Vector(0.5f, 1f, 4f, 9f)])));
        Assert.Equal(
            "int32[2,3] 0 1 1 1 0 0",
            Show(
                Single(
                    "DenseBincount",
                    [Matrix(new[,] { { 1, 2 }, { 0, 0 } }), Tensor.Scalar(3), Tensor.Vector<int>()],
                    ("binary_output", true))));
        Assert.Equal("Input arr must be non-negative!", Error("Bincount", [Tensor.Vector(-1), Tensor.Scalar(3), Tensor.Vector<int>()]));
        Assert.Equal("size (-1) must be non-negative", Error("Bincount", [arr, Tensor.Scalar(-1), Tensor.Vector<int>()]));
    }

    [Fact]
    public void Values_are_found_in_sorted_rows()
    {
        Tensor[] inputs = [Matrix(new[,] { { 0, 3, 9, 9, 10 }, { 1, 2, 3, 4, 5 } }), Matrix(new[,] { { 2, 4, 9 }, { 0, 2, 6 } })];

        Assert.Equal("int32[2,3] 1 2 2 0 1 5", Show(Single("LowerBound", inputs)));
        Assert.Equal("int32[2,3] 1 2 4 0 2 5", Show(Single("UpperBound", inputs)));
    }
}
