using GraphRun.Formats.Stores;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

public sealed class TensorChangeTests
{
    [Fact]
    public void Maximum_mean_and_norm_are_those_of_the_absolute_differences() =>
        Assert.Equal(new TensorChange(4, 3.5, 5), TensorChange.Between(Tensor.Vector(1f, 2f), Tensor.Vector(-2f, 6f)));

    [Fact]
    public void Integers_and_bools_have_differences_too()
    {
        Assert.Equal(new TensorChange(3, 3, 3), TensorChange.Between(Tensor.Scalar((byte)5), Tensor.Scalar((byte)2)));
        Assert.Equal(new TensorChange(1, 0.5, 1), TensorChange.Between(Tensor.Vector(true, false), Tensor.Vector(true, true)));
        Assert.Equal(new TensorChange(5, 5, 5), TensorChange.Between(Tensor.Scalar(new Complex64(0, 0)), Tensor.Scalar(new Complex64(3, 4))));
    }

    [Fact]
    public void Equal_infinities_and_two_NaN_are_no_change_and_one_NaN_is()
    {
        Assert.Equal(new TensorChange(0, 0, 0), TensorChange.Between(Tensor.Vector(float.NaN, float.PositiveInfinity), Tensor.Vector(float.NaN, float.PositiveInfinity)));
        Assert.True(double.IsNaN(TensorChange.Between(Tensor.Vector(1f, 2f), Tensor.Vector(1f, float.NaN))!.Value.Maximum));
    }

    [Fact]
    public void Strings_and_other_shapes_have_none()
    {
        Assert.Null(TensorChange.Between(Tensor.Scalar("a"), Tensor.Scalar("b")));
        Assert.Null(TensorChange.Between(Tensor.Vector(1f), Tensor.Scalar(1f)));
        Assert.Equal(new TensorChange(0, 0, 0), TensorChange.Between(Tensor.Vector<int>(), Tensor.Vector<int>()));
    }
}
