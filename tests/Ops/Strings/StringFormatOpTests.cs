using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.Strings;

/// <summary>Expectations are the examples of TensorFlow's documentation of tf.strings.format and tf.print.</summary>
public sealed class StringFormatOpTests
{
    [Fact]
    public void Tensors_stand_in_the_places_of_the_template()
    {
        Assert.Equal("tensor: [0 1 2 ... 7 8 9], suffix", Format("tensor: {}, suffix", 3, Range(10)));
        Assert.Equal("first: [0 1], second: 7", Format("first: {}, second: {}", 3, Range(2), Tensor.Scalar(7)));
        Assert.Equal("[[0 1]\n [2 3]]", Format("{}", 3, Range(4).Reshape(Shape.Of(2, 2))));
        Assert.Equal("[[[0]\n  [1]]\n\n [[2]\n  [3]]]", Format("{}", 3, Range(4).Reshape(Shape.Of(2, 2, 1))));
        Assert.Equal("[0 ... 4]", Format("{}", 1, Range(5)));
        Assert.Equal("[0 1 2 3 4 5 6 7]", Format("{}", -1, Range(8)));
        Assert.Equal("[\"a\" \"b\"]", Format("{}", 3, Text("a", "b")));
    }

    [Fact]
    public void A_template_has_a_place_for_each_tensor() => Assert.Equal(
        "num placeholders in template and num inputs must match: 2 vs. 1", Error("StringFormat", [Range(1)], ("template", "%s %s")));

    private static Tensor Range(int count) => Tensor.Vector<int>([.. Enumerable.Range(0, count)]);

    private static string Format(string template, long summarize, params Tensor[] values) =>
        Texts(Single("StringFormat", values, ("template", template), ("placeholder", "{}"), ("summarize", summarize)))[0];
}
