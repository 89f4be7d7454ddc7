using GraphRun.Errors;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using GraphRun.Tests.Formats.TensorFiles;
using Xunit;

namespace GraphRun.Tests.Formats.Feeds;

public class FeedReaderTests
{
    private static readonly Shape matrix = Shape.Of(2, 2);

    private static StandardInput Input(string text = "", bool isTerminal = false) =>
        new(() => new PipeStream(System.Text.Encoding.UTF8.GetBytes(text)), isTerminal);

    private static Tensor Read(string feed, DType dtype = DType.None, Shape? shape = null, StandardInput? input = null) =>
        new FeedReader(input ?? Input()).Read(FeedParser.Parse(feed), new ExpectedTensor(dtype, shape));

    private static string? HelpFor(string feed, DType dtype = DType.None, Shape? shape = null) =>
        Assert.Throws<GraphRunException>(() => Read(feed, dtype, shape)).Diagnostics[0].Help;

    [Theory]
    [InlineData("x=3", DType.Float32, "3.0")]
    [InlineData("x=3", DType.None, "3")]
    [InlineData("x=3.0", DType.Int32, "3")]
    [InlineData("x:float64=3", DType.None, "3.0")]
    [InlineData("x=nan", DType.Float32, "nan")]
    [InlineData("x=[inf, -inf, nan, 1]", DType.None, "[inf, -inf, nan, 1.0]")]
    [InlineData("x=true", DType.Bool, "true")]
    [InlineData("x=\"a\"", DType.None, "a")]
    [InlineData("x=hello", DType.String, "hello")]
    [InlineData("x=zeros", DType.String, "zeros")]
    [InlineData("x=3", DType.String, "3")]
    [InlineData("x=\"@home\"", DType.String, "@home")]
    [InlineData("x=[\"nan\", \"b\"]", DType.String, "[\"nan\", \"b\"]")]
    [InlineData("x[2,2]=[1,2,3,4]", DType.Float32, "[[1.0, 2.0],\n [3.0, 4.0]]")]
    public void A_literal_takes_the_dtype_that_is_known(string feed, DType dtype, string text) =>
        Assert.Equal(text, Fixture.Text(Read(feed, dtype)));

    [Theory]
    [InlineData("x=1,5", "decimals have a point, 1.5; a list is [1,5]")]
    [InlineData("x=1,2,3", "a list is [1,2,3]")]
    [InlineData("x=0x1F", "write 31")]
    [InlineData("x=1_000", "write 1000")]
    [InlineData("x=True", "write true")]
    [InlineData("x=(1,2)", "write [1,2]")]
    [InlineData("x=zeross", "did you mean 'zeros'?")]
    [InlineData("x=rang(5)", "did you mean 'range'?")]
    [InlineData("x=hello", "a text stands in quotes that the shell leaves alone: '\"hello\"'")]
    [InlineData("x=[1,2", null)]
    [InlineData("x=1.", null)]
    [InlineData("x=[1]]", null)]
    [InlineData("x={", null)]
    public void What_is_no_literal_is_refused_with_what_was_expected(string feed, string? help)
    {
        const string Expected = "feed 'x': expected a number, true, false, a \"text\", a [list], a generator such as zeros, or @FILE";
        Fixture.Fails(ErrorCode.InvalidFeed, $"{Expected}, got '{feed[2..]}'", () => Read(feed));
        Assert.Equal(help, HelpFor(feed));
    }

    [Theory]
    [InlineData("x=9223372036854775808", DType.Int64, "feed 'x': 9223372036854775808 is out of range for int64")]
    [InlineData("x=1e9", DType.Float16, "feed 'x': 1e9 is out of range for float16")]
    [InlineData("x=-1", DType.UInt8, "feed 'x': -1 is out of range for uint8, 0 to 255")]
    [InlineData("x=[1,[2]]", DType.None, "feed 'x': [1]: a list stands where")]
    [InlineData("x=[1,3.5]", DType.Int32, "feed 'x': [1]: int32 takes an integer, got the fraction 3.5")]
    [InlineData("x[2,2]=[1,2,3]", DType.None, "feed 'x': shape [2,2] needs 4 values, got 3")]
    [InlineData("x=null", DType.Float32, "feed 'x': float32 takes a number, got null")]
    public void A_value_that_does_not_fit_is_a_usage_error(string feed, DType dtype, string message) =>
        Fixture.Fails(ErrorCode.InvalidFeed, message, () => Read(feed, dtype));

    [Fact]
    public void Another_shape_is_refused_in_the_words_of_TensorFlow()
    {
        const string Message = "Cannot feed value of shape (3,) for Tensor 'x:0', which has shape '(2,)'";
        Fixture.Fails(ErrorCode.FeedMismatch, Message, () => Read("x=[1,2,3]", DType.Float32, Shape.Of(2)));
        Fixture.Fails(
            ErrorCode.FeedMismatch,
            "shape () for Tensor 'split:1', which has shape '(?, 784)'",
            () => Read("split:1=1", DType.Float32, Shape.Of(Shape.Unknown, 784)));
        Assert.Equal("x is float32[2]", HelpFor("x=[1,2,3]", DType.Float32, Shape.Of(2)));
    }

    [Fact]
    public void A_dtype_that_is_not_the_output_s_is_refused() => Fixture.Fails(
        ErrorCode.FeedMismatch, "feed 'x' says int32, but the output is float32", () => Read("x:int32=1", DType.Float32));

    [Theory]
    [InlineData("x=zeros", DType.Int32, "[[0, 0],\n [0, 0]]")]
    [InlineData("x=ones", DType.Bool, "[[true, true],\n [true, true]]")]
    [InlineData("x=full(2.5)", DType.Float16, "[[2.5, 2.5],\n [2.5, 2.5]]")]
    [InlineData("x=full(value=nan)", DType.Float32, "[[nan, nan],\n [nan, nan]]")]
    [InlineData("x=eye", DType.Float32, "[[1.0, 0.0],\n [0.0, 1.0]]")]
    [InlineData("x[1,2,3]=eye", DType.Int8, "[[[1, 0, 0],\n  [0, 1, 0]]]")]
    [InlineData("x[2,3]=range(6)", DType.Float32, "[[0.0, 1.0, 2.0],\n [3.0, 4.0, 5.0]]")]
    [InlineData("x=range(0,10,3)", DType.None, "[0, 3, 6, 9]")]
    [InlineData("x=range(3,0,-1)", DType.Int64, "[3, 2, 1]")]
    [InlineData("x=range(0,1,0.25)", DType.Float32, "[0.0, 0.25, 0.5, 0.75]")]
    [InlineData("x=range(5,0)", DType.Int32, "[]")]
    public void A_generator_fills_the_shape(string feed, DType dtype, string text) =>
        Assert.Equal(text, Fixture.Text(Read(feed, dtype, feed.Contains("range") || feed.Contains('[') ? null : matrix)));

    [Fact]
    public void A_large_shape_is_filled_to_its_end()
    {
        var values = Read("x[3,1000001]=full(7)", DType.Int32).Values<int>();
        Assert.Equal(3_000_003, values.Length);
        Assert.True(values.IndexOfAnyExcept(7) < 0);
    }

    [Fact]
    public void The_numbers_of_rand_are_those_of_TensorFlow()
    {
        // TensorFlow 1.x: tf.random_uniform with seed 1 and seed2 0 begins with the Philox block of key 1, counter 0.
        var values = Read("x[4]=rand(1)", DType.Float32).Values<float>().ToArray();
        var block = GraphRun.Kernels.Philox.FromSeeds(1, 0).Next();
        Assert.Equal(BitConverter.UInt32BitsToSingle((block[0] & 0x7FFFFF) | 0x3F800000) - 1, values[0]);
        Assert.Equal(values, Read("x[4]=rand(seed=1,lo=0,hi=1)", DType.Float32).Values<float>().ToArray());
    }

    [Theory]
    [InlineData("x[1000]=rand(7,-2,3)", DType.Float32)]
    [InlineData("x[1000]=rand(7,-2,3)", DType.Float64)]
    [InlineData("x[1000]=rand(7,-2,3)", DType.Int8)]
    public void Rand_lies_between_its_bounds(string feed, DType dtype)
    {
        var wide = TensorConversion.Convert(Read(feed, dtype), DType.Float64).Values<double>().ToArray();
        Assert.InRange(wide.Min(), -2, -1.9);
        Assert.InRange(wide.Max(), 2, 3);
    }

    [Fact]
    public void Randn_has_the_mean_and_deviation_asked_for()
    {
        var values = TensorConversion.Convert(Read("x[10000]=randn(7,5,2)", DType.Float32), DType.Float64).Values<double>().ToArray();
        var mean = values.Average();
        Assert.InRange(mean, 4.9, 5.1);
        Assert.InRange(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), 1.95, 2.05);
    }

    [Theory]
    [InlineData("x[2]=randn(1,0,-1)", "needs std >= 0, got -1", null)]
    [InlineData("x=zeros", "zeros needs a shape", "write NAME[2,3]=zeros")]
    [InlineData("x[2]=eye", "eye needs at least two dims, got [2]", null)]
    [InlineData("x[2]=full", "full needs value", null)]
    [InlineData("x[2]=zeros(1)", "zeros(1) takes no arguments", null)]
    [InlineData("x[2]=rand(1,2,3,4)", "takes seed, lo, hi", null)]
    [InlineData("x[2]=rand(1,seed=2)", "has seed twice", null)]
    [InlineData("x[2]=rand(a)", "takes an integer for seed, got 'a'", null)]
    [InlineData("x[2]=rand(1,3,2)", "needs lo < hi, got 3 and 2", null)]
    [InlineData("x=range(1,2,0)", "has a step of 0", null)]
    [InlineData("x[3]=range(4)", "gives 4 values, but shape [3] needs 3", null)]
    [InlineData("x[2]=full(a)", "feed 'x': expected a number", "a text stands in quotes that the shell leaves alone: '\"a\"'")]
    public void A_generator_that_is_called_wrongly_is_refused(string feed, string message, string? help)
    {
        Fixture.Fails(ErrorCode.InvalidFeed, message, () => Read(feed, DType.Float32));
        Assert.Equal(help, HelpFor(feed, DType.Float32));
    }

    [Fact]
    public void A_generator_names_the_partial_shape_that_the_graph_knows() => Fixture.Fails(
        ErrorCode.InvalidFeed, "and the graph knows only [?,3]", () => Read("x=zeros", DType.Float32, Shape.Of(Shape.Unknown, 3)));

    [Fact]
    public void A_terabyte_of_zeros_is_refused_before_memory_is_taken() =>
        Fixture.Fails(ErrorCode.MemoryExceeded, "exceeds", () => Read("x[1000000,1000000]=zeros", DType.Float32));

    [Fact]
    public void A_file_keeps_its_values_in_the_dtype_of_the_output()
    {
        var path = Fixture.PathOf("int64.npy");
        Assert.Equal("float32[2,3,4]", Read($"x=@{path}", DType.Float32).ToString());
        Assert.Equal("uint8[2,3,4]", Read($"x=@{path}", DType.UInt8).ToString());
        Assert.Equal("int32[]", Read($"x=@{Fixture.PathOf("stored.npz")}:count").ToString());
    }

    [Fact]
    public void A_file_with_values_that_do_not_fit_is_refused_with_the_element()
    {
        Fixture.Fails(
            ErrorCode.FeedMismatch,
            "feed 'x': element [0,0]: uint8 takes an integer, got the fraction 1.5",
            () => Read($"x=@{Fixture.PathOf("big_endian.npy")}", DType.UInt8));
        Fixture.Fails(ErrorCode.FeedMismatch, "expected string, got int64", () => Read($"x=@{Fixture.PathOf("int64.npy")}", DType.String));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_with_its_nearest() =>
        Assert.Equal("did you mean 'int64.npy'?", HelpFor($"x=@{Fixture.PathOf("int46.npy")}"));

    [Theory]
    [InlineData("[[1, 2], [3, 4]]", "[[1.0, 2.0],\n [3.0, 4.0]]")]
    [InlineData("1,2\n3,4\n", "[[1.0, 2.0],\n [3.0, 4.0]]")]
    [InlineData("a\tb\n1\t2\n3\t4\n", "[[1.0, 2.0],\n [3.0, 4.0]]")]
    [InlineData("{\"x\": [[1, 2], [3, 4]]}", "[[1.0, 2.0],\n [3.0, 4.0]]")]
    public void Standard_input_tells_its_format_by_its_text(string text, string tensor) =>
        Assert.Equal(tensor, Fixture.Text(Read("x=@-", DType.Float32, matrix, Input(text))));

    [Fact]
    public void Numbers_on_lines_fill_a_vector_and_a_number_alone_a_scalar()
    {
        Assert.Equal("[1.0, 2.5, 3.0]", Fixture.Text(Read("x=@-", DType.Float32, Shape.OfRank(1), Input("1\n2.5\n3\n"))));
        Assert.Equal("7", Fixture.Text(Read("x=@-", DType.Int32, Shape.Scalar, Input("7\n"))));
    }

    [Fact]
    public void Standard_input_is_read_once_and_never_from_a_terminal()
    {
        var input = Input("1");
        Read("x=@-", input: input);
        Fixture.Fails(ErrorCode.Usage, "--feed x and --feed y both read standard input", () => Read("y=@-", input: input));
        Fixture.Fails(ErrorCode.Usage, "is a terminal", () => Read("x=@-", input: Input(isTerminal: true)));
    }

    [Fact]
    public void A_bundle_feeds_by_name()
    {
        var tensors = new FeedReader(Input("{\"x\": 1, \"other\": 2.5}")).ReadAll(
            "-", name => name == "x" ? new ExpectedTensor(DType.Float32, Shape.Scalar) : null);
        Assert.Equal(["x float32[]", "other float32[]"], tensors.Select(tensor => $"{tensor.Name} {tensor.Value}"));
        Fixture.Fails(
            ErrorCode.FeedMismatch,
            "Cannot feed value of shape (2,) for Tensor 'x:0'",
            () => new FeedReader(Input("{\"x\": [1, 2]}")).ReadAll("-", _ => new ExpectedTensor(DType.Float32, Shape.Scalar)));
    }
}
