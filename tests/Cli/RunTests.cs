using System.Text;
using System.Text.Json;
using GraphRun.Formats.TensorFiles;
using Xunit;

namespace GraphRun.Tests.Cli;

public sealed class RunTests : IDisposable
{
    private const string Graph =
        """
        graphrun: 1
        nodes:
          x: placeholder(float32, [n])
          v: variable(1)
          add: assign_add(v, 1)
          y: x + 1.0
          words: "['a', 'b']"
        outputs: {total: y}
        """;

    private readonly Workspace workspace = new();

    public RunTests() => workspace.Write("g.yaml", Graph);

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Without_fetches_the_declared_outputs_are_printed() =>
        Assert.Equal("[2.0, 3.0]\n", workspace.Run("run", "g.yaml", "--feed", "x=[1,2]").ToString());

    [Fact]
    public void Several_fetches_have_their_names() =>
        Assert.Equal("y = [2.0]\nwords = [\"a\", \"b\"]\n", workspace.Run("run", "g.yaml", "--feed", "x=[1]", "--fetch", "y,words").ToString());

    [Fact]
    public void A_run_that_reads_nothing_of_a_session_makes_no_store()
    {
        workspace.Run("run", "g.yaml", "--feed", "x=[1]");
        Assert.Equal([workspace.PathOf("g.yaml")], Directory.EnumerateFileSystemEntries(workspace.Directory));
    }

    [Fact]
    public void An_ephemeral_run_makes_no_store()
    {
        Assert.Equal("2\n", workspace.Run("run", "g.yaml", "--ephemeral", "--init", "--fetch", "add").ToString());
        Assert.Equal([workspace.PathOf("g.yaml")], Directory.EnumerateFileSystemEntries(workspace.Directory));
    }

    [Fact]
    public void Init_alone_only_initializes()
    {
        workspace.Write("v.yaml", "graphrun: 1\nnodes:\n  v: variable(7)\n");
        Assert.Equal("session v: checkpoint 1 (.graphrun/sessions.db)\n", workspace.Run("run", "v.yaml", "--init").ToString());
        Assert.Equal("", workspace.Run("run", "v.yaml", "--init").ToString());
        Assert.Equal("7\n", workspace.Run("run", "v.yaml", "--fetch", "v").ToString());
    }

    [Fact]
    public void Repeated_runs_are_one_checkpoint_and_every_kth_is_printed() =>
        Assert.Equal(
            "3\n5\n7\nsession g: checkpoint 1 (.graphrun/sessions.db)\n",
            workspace.Run("run", "g.yaml", "--init", "--repeat", "7", "--every", "2", "--fetch", "add").ToString());

    [Fact]
    public void Repeated_runs_without_every_print_the_last() =>
        Assert.Equal("8\n", workspace.Run("run", "g.yaml", "--init", "--repeat", "7", "--fetch", "add", "-q").ToString());

    [Fact]
    public void Post_is_the_value_after_the_writes() =>
        Assert.Equal(
            "v = 1\nv@post = 2\n", workspace.Run("run", "g.yaml", "--init", "-q", "--target", "add", "--fetch", "v", "--fetch", "v@post").ToString());

    [Fact]
    public void The_store_is_named_by_option_before_environment()
    {
        workspace.Variables["GRAPHRUN_STORE"] = "from-environment.db";
        Assert.Equal("session g: checkpoint 1 (from-environment.db)\n", workspace.Run("run", "g.yaml", "--init", "--target", "add").Error);
        Assert.Equal("session s: checkpoint 1 (given.db)\n", workspace.Run("run", "g.yaml", "--init", "--target", "add", "--store", "given.db", "--session", "s").Error);
        Assert.Equal("2\n", workspace.Run("run", "g.yaml", "--fetch", "v").ToString());
    }

    [Fact]
    public void A_failing_run_leaves_the_session_as_it_was()
    {
        workspace.Write("f.yaml", "graphrun: 1\nnodes:\n  v: variable(1)\n  add: assign_add(v, 1)\n  bad: {expr: '7 // (v - v)', after: [add]}\n");
        workspace.Run("run", "f.yaml", "--init");
        var before = File.ReadAllBytes(workspace.PathOf(".graphrun/sessions.db"));
        Assert.Equal((4, ""), workspace.Run("run", "f.yaml", "--target", "add", "--fetch", "bad") is var failed ? (failed.ExitCode, failed.Output) : default);
        Assert.Equal(before, File.ReadAllBytes(workspace.PathOf(".graphrun/sessions.db")));
    }

    [Fact]
    public void The_graph_and_feeds_can_come_from_standard_input()
    {
        using var graph = new MemoryStream(Encoding.UTF8.GetBytes(Graph));
        Assert.Equal("[2.0]\n", workspace.RunWith(graph, "run", "-", "--feed", "x=[1]").ToString());
        using var feed = new MemoryStream(Encoding.UTF8.GetBytes("[4, 5]"));
        Assert.Equal("[5.0, 6.0]\n", workspace.RunWith(feed, "run", "g.yaml", "--feed", "x=@-").ToString());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("jsonl")]
    public void Json_is_json_even_with_messages_on_standard_error(string format)
    {
        var result = workspace.Run("run", "g.yaml", "--init", "--fetch", "add", "--format", format);
        using var json = JsonDocument.Parse(result.Output);
        var value = format == "json" ? json.RootElement.GetProperty("outputs").GetProperty("add") : json.RootElement;
        Assert.Equal(2, value.GetProperty("data").GetInt32());
        Assert.Contains("checkpoint 1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_s_extension_names_the_format_and_the_file_feeds_back()
    {
        Assert.Equal("", workspace.Run("run", "g.yaml", "--feed", "x=[1,2]", "--output", "y.npy").ToString());
        Assert.Equal("[3.0, 4.0]\n", workspace.Run("run", "g.yaml", "--feed", "x=@y.npy").ToString());
        Assert.Equal("float32[2]", TensorFile.Read(workspace.PathOf("y.npy")).ToString());
    }

    [Fact]
    public void An_output_that_cannot_be_written_stops_the_run_before_it_begins()
    {
        var result = workspace.Run("run", "g.yaml", "--init", "--fetch", "add", "--output", "no/such/y.npy");
        Assert.Equal((8, "error[GR7002]: cannot write 'no/such/y.npy': there is no such folder\n"), (result.ExitCode, result.Error));
        Assert.False(Directory.Exists(workspace.PathOf(".graphrun")));
    }

    [Fact]
    public void A_value_that_the_format_has_no_form_for_stops_before_the_commit()
    {
        var result = workspace.Run("run", "g.yaml", "--init", "--fetch", "words", "--target", "add", "--format", "npy");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.False(Directory.Exists(workspace.PathOf(".graphrun")));
    }

    [Fact]
    public void A_graph_path_may_hold_anything()
    {
        foreach (var name in new[] { "my graph.yaml", "\U0001F600.yaml", "-odd.yaml", "run", "[x].yaml" })
        {
            workspace.Write(name, "graphrun: 1\nnodes:\n  y: 1 + 1\n");
            Assert.Equal("2\n", workspace.Run("run", "--fetch", "y", "--", name).ToString());
        }
    }

    [Fact]
    public void A_graph_with_carriage_returns_runs_as_without()
    {
        workspace.Write("crlf.yaml", Graph.ReplaceLineEndings("\r\n"));
        Assert.Equal("[2.0]\n", workspace.Run("run", "crlf.yaml", "--feed", "x=[1]").ToString());
    }
}
