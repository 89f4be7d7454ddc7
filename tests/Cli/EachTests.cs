using System.Text;
using GraphRun.Formats.TensorFiles;
using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>Runs of <c>--each</c>, and values that go into files of a folder.</summary>
public sealed class EachTests : IDisposable
{
    private readonly Workspace workspace = new();

    public EachTests() => workspace.Write(
        "g.yaml",
        """
        graphrun: 1
        outputs: [y]
        nodes:
          x: placeholder(float32, [?])
          k: placeholder_with_default(2.0, [])
          i: placeholder(int32, [])
          count: variable(0)
          step: assign_add(count, 1)
          a/b: identity(k)
          y: x * k
          q: 10 // i
        """);

    public void Dispose() => workspace.Dispose();

    private CommandResult Each(string lines, params string[] options)
    {
        workspace.Write("rows.jsonl", lines);
        return workspace.Run(["run", "g.yaml", "--each", "rows.jsonl", .. options]);
    }

    [Fact]
    public void Each_line_of_feeds_is_a_run_and_a_line_of_json() => Assert.Equal(
        """
        {"line":1,"outputs":{"y":{"dtype":"float32","shape":[2],"data":[2.0,4.0]}}}
        {"line":3,"outputs":{"y":{"dtype":"float32","shape":[1],"data":[6.0]}}}

        """,
        Each("{\"x\": [1, 2]}\n\n{\"x\": [3]}\n").ToString());

    [Fact]
    public void Lines_may_feed_different_outputs_in_any_order()
    {
        var result = Each("{\"x\": [1]}\n{\"x\": [1], \"k\": 3}\n{\"k\": 5, \"x\": [2]}\n{\"x\": [4]}\n");
        Assert.Equal(["[2.0]", "[3.0]", "[10.0]", "[8.0]"], result.Output.TrimEnd('\n').Split('\n').Select(line => line.Split("\"data\":")[1][..^3]));
    }

    [Fact]
    public void Lines_come_from_standard_input_too()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("{\"x\": [1]}"));
        var result = workspace.RunWith(input, "run", "g.yaml", "--each", "-", "--feed", "k=5");
        Assert.Equal("{\"line\":1,\"outputs\":{\"y\":{\"dtype\":\"float32\",\"shape\":[1],\"data\":[5.0]}}}\n", result.ToString());
    }

    [Fact]
    public void All_lines_are_one_transaction()
    {
        var result = Each("{\"x\": [1]}\n{\"x\": [2]}\n", "--init", "--target", "step", "--fetch", "count");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("2\n", workspace.Run("run", "g.yaml", "--fetch", "count").Output);
        Assert.Equal(5, Each("{\"i\": 1}\n{\"i\": 0}\n", "--target", "step", "--fetch", "q").ExitCode + 1);
        Assert.Equal("2\n", workspace.Run("run", "g.yaml", "--fetch", "count").Output);
    }

    [Theory]
    [InlineData("{\"x\": [1]}\n{\"x\": [1, }\n", 3, "rows.jsonl:2: not valid JSON: column 11")]
    [InlineData("{\"x\": [1]}\n[1]\n", 3, "rows.jsonl:2: expected an object")]
    [InlineData("{\"x\": [1]}\n{\"x\": [[1]]}\n", 2, "rows.jsonl:2: Cannot feed value of shape (1, 1) for Tensor 'x:0'")]
    [InlineData("{\"x\": [1], \"x\": [2]}\n", 2, "rows.jsonl:1: 'x' is fed twice")]
    [InlineData("{\"z\": [1]}\n", 2, "rows.jsonl:1: The name 'z' refers to a Tensor which does not exist")]
    [InlineData("{\"x\": [1]}\n{\"k\": 3}\n", 2, "rows.jsonl:2: You must feed a value for placeholder tensor 'x'")]
    [InlineData("{\"x\": \"@../x.npy\"}\n", 3, "rows.jsonl:1: the graph cannot read '../x.npy'")]
    [InlineData("{\"x\": \"@-\"}\n", 3, "a line cannot read standard input")]
    public void A_line_that_cannot_run_is_named_and_ends_it(string lines, int exitCode, string message)
    {
        var result = Each(lines);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_fail_can_be_told_and_passed_over()
    {
        var result = Each("{\"i\": 5}\n{\"i\": 0}\n{\"i\": 1.5}\n{\"i\": 2}\n", "--fetch", "q", "--keep-going");
        var lines = result.Output.Split('\n');
        Assert.Equal("{\"line\":1,\"outputs\":{\"q\":{\"dtype\":\"int32\",\"shape\":[],\"data\":2}}}", lines[0]);
        Assert.StartsWith("{\"line\":2,\"error\":{\"code\":\"GR4002\",\"message\":\"rows.jsonl:2: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("{\"line\":3,\"error\":", lines[2], StringComparison.Ordinal);
        Assert.Equal("{\"line\":4,\"outputs\":{\"q\":{\"dtype\":\"int32\",\"shape\":[],\"data\":5}}}", lines[3]);
        Assert.Equal(4, result.ExitCode);
    }

    [Fact]
    public void A_line_names_files_below_its_own_folder()
    {
        workspace.Run("run", "g.yaml", "--feed", "x=[1,2]", "--output", "x.npy");
        Assert.Contains("\"data\":[4.0,8.0]", Each("{\"x\": \"@x.npy\"}\n").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Saved_values_are_files_of_safe_names()
    {
        var result = workspace.Run("run", "g.yaml", "--feed", "x=[1]", "--fetch", "y", "--fetch", "a/b", "--save", "out");
        Assert.Equal("saved out/y.npy\nsaved out/a%2Fb.npy\n", result.ToString().Replace('\\', '/'));
        Assert.Equal("float32[1]", TensorFile.Read(workspace.PathOf("out/y.npy")).ToString());
        Assert.Equal(2f, TensorFile.Read(workspace.PathOf("out/a%2Fb.npy")).Value<float>());
    }

    [Fact]
    public void Saved_values_of_each_line_begin_with_its_number()
    {
        var result = Each("{\"x\": [1]}\n{\"x\": [2]}\n", "--save", "out", "--format", "csv");
        Assert.Equal(
            "{\"line\":1,\"files\":{\"y\":\"out/1-y.csv\"}}\n{\"line\":2,\"files\":{\"y\":\"out/2-y.csv\"}}\n", result.ToString().Replace("\\\\", "/"));
        Assert.Equal("4.0\n", File.ReadAllText(workspace.PathOf("out/2-y.csv")));
    }

    [Fact]
    public void A_value_goes_out_as_an_image()
    {
        workspace.Write("i.yaml", "graphrun: 1\noutputs: [y]\nnodes:\n  y: [[[[0.0], [1.0]]]]\n");
        Assert.Equal("", workspace.Run("run", "i.yaml", "--output", "y.png").ToString());
        Assert.Equal([0, 255], TensorFile.Read(workspace.PathOf("y.png")).Values<byte>().ToArray());
        Assert.Contains("PNG takes uint8", workspace.Run("run", "g.yaml", "--fetch", "k", "--format", "png").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--each rows.jsonl --repeat 2", "--each runs once for each line")]
    [InlineData("--keep-going", "--keep-going passes over lines of --each")]
    [InlineData("--save out --format json", "--save writes one value a file")]
    [InlineData("--each rows.jsonl --format npy", "--each prints one line of JSON for each run")]
    public void Options_that_do_not_go_together_are_refused(string options, string message)
    {
        workspace.Write("rows.jsonl", "");
        var result = workspace.Run(["run", "g.yaml", "--fetch", "k", .. options.Split(' ')]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
