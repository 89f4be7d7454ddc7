using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.TensorFiles;
using Xunit;

namespace GraphRun.Tests.Formats.Feeds;

public class FeedParserTests
{
    [Theory]
    [InlineData("x=3", "x", DType.None, null)]
    [InlineData("x:float32=3", "x", DType.Float32, null)]
    [InlineData("x:f32[2,2]=3", "x", DType.Float32, "[2,2]")]
    [InlineData("x[ 2, 2 ]=3", "x", DType.None, "[2,2]")]
    [InlineData("x[]=3", "x", DType.None, "[]")]
    [InlineData("split:1=3", "split:1", DType.None, null)]
    [InlineData("split:1:u8[0]=3", "split:1", DType.UInt8, "[0]")]
    [InlineData("topk:indices=3", "topk:indices", DType.None, null)]
    [InlineData("dense/kernel:0=3", "dense/kernel:0", DType.None, null)]
    [InlineData("s:string=a=b", "s", DType.String, null)]
    public void Name_dtype_and_shape_stand_before_the_first_equals_sign(string argument, string name, DType dtype, string? shape)
    {
        var feed = FeedParser.Parse(argument);
        Assert.Equal((name, dtype, shape), (feed.Name, feed.DType, feed.Shape?.ToString()));
    }

    [Theory]
    [InlineData("@a.npy", "a.npy", null)]
    [InlineData("@a.npz:w", "a.npz", "w")]
    [InlineData("@C:\\data\\a.npz:dense/kernel:0", "C:\\data\\a.npz", "dense/kernel:0")]
    [InlineData("@C:\\data\\a", "C:\\data\\a", null)]
    [InlineData("@rows.csv:petal length", "rows.csv", "petal length")]
    [InlineData("@a.JSONL:x", "a.JSONL", "x")]
    [InlineData("@-", "-", null)]
    [InlineData("@-:w", "-", "w")]
    public void A_file_may_have_a_key_behind_its_extension(string value, string path, string? key) =>
        Assert.Equal(new FileSource(path, key), FeedParser.Parse($"x={value}").Source);

    [Theory]
    [InlineData("zeros", "zeros", "")]
    [InlineData("range(0, 10,2)", "range", "0|10|2")]
    [InlineData("rand(seed=7, hi=2)", "rand", "seed=7|hi=2")]
    [InlineData("ones()", "ones", "")]
    public void A_generator_has_a_name_and_arguments(string value, string name, string arguments)
    {
        var source = Assert.IsType<GeneratorSource>(FeedParser.Parse($"x={value}").Source);
        Assert.Equal((name, arguments), (source.Name, string.Join('|', source.Arguments)));
    }

    [Theory]
    [InlineData("[[1,2],[3,4]]")]
    [InlineData("\"@x\"")]
    [InlineData("nan")]
    [InlineData("zeroes")]
    public void Everything_else_is_a_literal(string value) => Assert.Equal(new LiteralSource(value), FeedParser.Parse($"x={value}").Source);

    [Theory]
    [InlineData("x", "feed 'x' has no value", "write x=VALUE")]
    [InlineData("@a.npy", "feed '@a.npy' does not say what is fed", "write --feed NAME=@a.npy or --feeds a.npy")]
    [InlineData("=3", "has no name", "write NAME=VALUE")]
    [InlineData("x=", "feed 'x' has no value; expected a number, true", "an empty string is x='\"\"'")]
    [InlineData("x= ", "feed 'x' has no value", "an empty string is x='\"\"'")]
    [InlineData("x[2,a]=3", "feed 'x[2,a]': 'a' is no size of a dim", "write NAME[2,3]=VALUE")]
    [InlineData("x[-1]=3", "'-1' is no size of a dim", "write NAME[2,3]=VALUE")]
    [InlineData("x2]=3", "']' without '['", "write NAME[2,3]=VALUE")]
    [InlineData("x:floot32=3", "'floot32' is no dtype", "did you mean 'float32'?")]
    [InlineData("x=@", "@ without a file", "write x=@FILE, or x=@- for standard input")]
    public void What_is_no_feed_is_refused_with_the_right_spelling(string argument, string message, string help)
    {
        Fixture.Fails(ErrorCode.InvalidFeed, message, () => FeedParser.Parse(argument));
        Assert.Equal(help, Assert.Throws<GraphRunException>(() => FeedParser.Parse(argument)).Diagnostics[0].Help);
    }

    [Fact]
    public void More_dims_than_a_tensor_has_are_refused() => Fixture.Fails(
        ErrorCode.LimitExceeded, "rank 33", () => FeedParser.Parse($"x[{string.Join(',', Enumerable.Repeat(1, 33))}]=zeros"));
}
