using System.Text;
using GraphRun.Cli.Printing;
using GraphRun.Errors;
using GraphRun.Formats.Sessions;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Cli.Printing;

public sealed class ResultWriterTests
{
    private static readonly Tensor scalar = Tensor.Scalar(13);
    private static readonly Tensor matrix = Tensor.Of<float>(Shape.Of(2, 2), [1, 0.5f, float.NaN, -1e30f]);
    private static readonly ResultOrigin origin = new("g.yaml", new SessionAddress(".graphrun/sessions.db", "s"), 3, null);

    [Theory]
    [InlineData(OutputFormat.Text, "13\n")]
    [InlineData(OutputFormat.Csv, "13\n")]
    [InlineData(OutputFormat.Jsonl, "{\"name\":\"x\",\"dtype\":\"int32\",\"shape\":[],\"data\":13}\n")]
    [InlineData(OutputFormat.Json, "{\"schemaVersion\":1,\"graph\":\"g.yaml\",\"session\":{\"name\":\"s\",\"store\":\".graphrun/sessions.db\",\"checkpoint\":3},\"outputs\":{\"x\":{\"dtype\":\"int32\",\"shape\":[],\"data\":13}}}\n")]
    [InlineData(OutputFormat.Raw, "\r\0\0\0")]
    internal void One_value_stands_alone(OutputFormat format, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Written(format, ["x"], scalar)));

    [Theory]
    [InlineData(OutputFormat.Text, "x = 13\nm = [[1.0, 0.5],\n [nan, -1e+30]]\n")]
    [InlineData(OutputFormat.Jsonl, "{\"name\":\"x\",\"dtype\":\"int32\",\"shape\":[],\"data\":13}\n{\"name\":\"m\",\"dtype\":\"float32\",\"shape\":[2,2],\"data\":[[1.0,0.5],[\"NaN\",-1e+30]]}\n")]
    internal void Several_values_have_their_names(OutputFormat format, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Written(format, ["x", "m"], scalar, matrix)));

    [Fact]
    public void Npy_npz_and_safetensors_read_back()
    {
        Assert.Equal("float32[2,2]", NpyReader.Read(new MemoryStream(Written(OutputFormat.Npy, ["m"], matrix)), "f").ToString());
        var npz = NpzReader.ReadAll(new MemoryStream(Written(OutputFormat.Npz, ["x", "m", "x"], scalar, matrix, scalar)), "f");
        Assert.Equal(["m", "x"], npz.Select(tensor => tensor.Name));
        var safetensors = SafetensorsReader.ReadAll(new MemoryStream(Written(OutputFormat.Safetensors, ["x", "m"], scalar, matrix)), "f");
        Assert.Equal(["m", "x"], safetensors.Select(tensor => tensor.Name));
    }

    [Theory]
    [InlineData(OutputFormat.Npy, 2, false, false)]
    [InlineData(OutputFormat.Csv, 2, false, false)]
    [InlineData(OutputFormat.Json, 1, true, false)]
    [InlineData(OutputFormat.Raw, 1, false, true)]
    internal void A_request_that_the_format_cannot_hold_is_refused(OutputFormat format, int count, bool isRepeated, bool isTerminal)
    {
        var names = Enumerable.Repeat("x", count).ToList();
        Assert.Equal(ErrorCode.Usage, Assert.Throws<GraphRunException>(() => ResultCheck.Request(format, names, isRepeated, isTerminal)).Code);
    }

    [Fact]
    public void Values_that_a_format_cannot_hold_are_refused_by_name()
    {
        var cube = Tensor.Allocate(DType.Float32, Shape.Of(1, 1, 1));
        foreach (var (format, value) in new[] { (OutputFormat.Csv, cube), (OutputFormat.Npy, Tensor.Scalar("text")), (OutputFormat.Json, Tensor.Scalar(new Complex64(1, 2))) })
        {
            var error = Assert.Throws<GraphRunException>(() => ResultCheck.Values(format, ["x"], [value]));
            Assert.Equal($"'x' is {value}, which --format {format.Name()} has no form for", error.Diagnostics[0].Message);
        }
    }

    [Theory]
    [InlineData("y.npy", OutputFormat.Npy)]
    [InlineData("y.JSON", OutputFormat.Json)]
    [InlineData("y", OutputFormat.Text)]
    [InlineData("dir.npz/y.csv", OutputFormat.Csv)]
    internal void A_file_s_extension_names_its_format(string path, OutputFormat format) => Assert.Equal(format, OutputFormats.OfFile(path));

    private static byte[] Written(OutputFormat format, string[] names, params Tensor[] values)
    {
        using var stream = new MemoryStream();
        new ResultWriter(stream, format, names).Write(values, origin);
        return stream.ToArray();
    }
}
