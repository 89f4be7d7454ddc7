using System.Buffers;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

public class CsvTests
{
    private static Tensor Read(
        string text, CsvHeader header = CsvHeader.Auto, string? key = null, DType dtype = DType.None, Shape? shape = null) =>
        CsvReader.Read(Encoding.UTF8.GetBytes(text), "a.csv", new CsvOptions(Header: header), key, new ExpectedTensor(dtype, shape));

    private static string Write(Tensor tensor, CsvOptions options, string? name = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CsvWriter.Write(tensor, buffer, options, name);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [Theory]
    [InlineData("1,2\n3,4\n", "[[1, 2],\n [3, 4]]")]
    [InlineData("1,2\r\n3,4", "[[1, 2],\n [3, 4]]")]
    [InlineData("a,b\n1,2\n", "[[1, 2]]")]
    [InlineData("\uFEFFa,b\n1,2\n", "[[1, 2]]")]
    [InlineData("\n1, 2\n\n3 ,4\n\n", "[[1, 2],\n [3, 4]]")]
    [InlineData("1.5,nan\n-inf,1e-5", "[[1.5, nan],\n [-inf, 1e-05]]")]
    [InlineData("1,3000000000", "[[1, 3000000000]]")]
    [InlineData("true,False", "[[true, false]]")]
    [InlineData("\"1\",\"2\"", "[[1, 2]]", CsvHeader.No)]
    [InlineData("1,2\n3,4\n", "[[3, 4]]", CsvHeader.Yes)]
    [InlineData("a,b\n", "[]")]
    public void Rows_become_a_matrix(string text, string tensor, CsvHeader header = CsvHeader.Auto) =>
        Assert.Equal(tensor, Fixture.Text(Read(text, header)));

    [Fact]
    public void A_column_is_read_by_its_name()
    {
        const string Text = "id,\"petal, width\",kind\n1,0.5,a\n2,1.5,b\n";
        Assert.Equal("[0.5, 1.5]", Fixture.Text(Read(Text, key: "petal, width")));
        Assert.Equal("[\"a\", \"b\"]", Fixture.Text(Read(Text, key: "kind", dtype: DType.String)));
    }

    [Theory]
    [InlineData("1\n2\n3\n")]
    [InlineData("1,2,3\n")]
    public void One_row_or_one_column_fills_a_vector(string text) =>
        Assert.Equal("[1.0, 2.0, 3.0]", Fixture.Text(Read(text, dtype: DType.Float32, shape: Shape.OfRank(1))));

    [Fact]
    public void One_cell_fills_a_scalar() => Assert.Equal("5", Fixture.Text(Read("5\n", shape: Shape.Scalar)));

    [Fact]
    public void Quoted_cells_may_hold_delimiters_quotes_and_line_ends() => Assert.Equal(
        "[[\"a,b\", \"say \\\"hi\\\"\", \"x\\ny\"]]", Fixture.Text(Read("\"a,b\",\"say \"\"hi\"\"\",\"x\ny\"", dtype: DType.String)));

    [Theory]
    [InlineData("1,2\n3,x\n", "row 2, column 2: expected a number, got 'x'")]
    [InlineData("1,abc\n2,3", "row 1, column 2: expected a number, got 'abc'")]
    [InlineData("1,2\n3,\n", "row 2, column 2: the cell is empty")]
    [InlineData("1,2\n3\n", "row 2, column 1: the row has 1 cells where the first row has 2")]
    [InlineData("1,2\n\n3,4,5\n", "row 3, column 3: the row has 3 cells")]
    [InlineData("\"1,5\"\n", "row 1, column 1: expected a number, got '1,5'", CsvHeader.No)]
    [InlineData("1,\"2\n", "row 1, column 2: a quote is never closed")]
    [InlineData("\"1\"2,3\n", "row 1, column 1: text behind the closing quote")]
    [InlineData("1,2\"\n", "row 1, column 2: a quote inside the cell")]
    [InlineData("", "no rows")]
    [InlineData("1_000\n2\n", "row 1, column 1: expected a number, got '1_000'", CsvHeader.No)]
    [InlineData("0x1F\n2\n", "row 1, column 1: expected a number, got '0x1F'", CsvHeader.No)]
    public void A_damaged_text_is_refused_with_row_and_column(string text, string message, CsvHeader header = CsvHeader.Auto) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, "a.csv: " + message, () => Read(text, header));

    [Theory]
    [InlineData("1\n256\n", DType.UInt8, "row 2, column 1: 256 is out of range for uint8")]
    [InlineData("1.5\n", DType.Int32, "row 1, column 1: int32 takes an integer, got the fraction 1.5")]
    [InlineData("1\n", DType.Bool, "bool takes true or false, got 1")]
    [InlineData("nan\n", DType.Int64, "int64 takes an integer, got nan")]
    public void A_value_that_the_dtype_cannot_hold_is_refused(string text, DType dtype, string message) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, message, () => Read(text, CsvHeader.No, dtype: dtype));

    [Fact]
    public void More_columns_than_anyone_has_are_refused() =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, "row 1, column 65537: more than 65536 columns", () => Read(new string(',', 1_000_000)));

    [Fact]
    public void A_name_that_no_column_has_is_refused()
    {
        Fixture.Fails(ErrorCode.InvalidTensorFile, "names no column 'c'", () => Read("a,b\n1,2\n", key: "c"));
        Fixture.Fails(ErrorCode.InvalidTensorFile, "two columns are named 'a'", () => Read("a,a\n1,2\n", key: "a"));
    }

    [Fact]
    public void Another_shape_is_refused() => Fixture.Fails(
        ErrorCode.InvalidTensorFile, "expected shape [3], got [2,2]", () => Read("1,2\n3,4\n", shape: Shape.Of(3)));

    [Fact]
    public void A_matrix_is_written_row_by_row()
    {
        var matrix = Tensor.Of<float>(Shape.Of(2, 2), [1, 0.5f, float.NaN, -0f]);
        Assert.Equal("1.0,0.5\nnan,-0.0\n", Write(matrix, CsvOptions.Csv));
        Assert.Equal("y_0\ty_1\n1.0\t0.5\nnan\t-0.0\n", Write(matrix, CsvOptions.Tsv, "y"));
    }

    [Fact]
    public void A_vector_is_one_column() => Assert.Equal("y\n1\n2\n", Write(Tensor.Vector(1, 2), CsvOptions.Csv, "y"));

    [Fact]
    public void Strings_are_quoted_where_they_must_be() => Assert.Equal(
        "plain\n\"a,b\"\n\"\"\"\"\n\"\"\n",
        Write(Tensor.Vector("plain"u8.ToArray(), "a,b"u8.ToArray(), "\""u8.ToArray(), []), CsvOptions.Csv));

    [Fact]
    public void More_than_two_dims_are_refused() => Fixture.Fails(
        ErrorCode.UnprintableValue, "more than two dims", () => Write(Tensor.Allocate(DType.Int8, Shape.Of(1, 1, 1)), CsvOptions.Csv));
}
