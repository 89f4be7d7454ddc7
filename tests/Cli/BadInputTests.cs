using System.Text;
using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>
/// Input that is wrong in every way users and attackers have of being wrong: exit code, code, no data, few words, nothing changed.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private const int MaxErrorBytes = 4096;
    private const string Head = "graphrun: 1\nnodes:\n";

    private const string Fed = Head
        + "  v: variable(42)\n  add: assign_add(v, 1)\n  x: placeholder(float32, [2, ?])\n  i: placeholder(int32, [])\n"
        + "  u: placeholder(uint8, [])\n"
        + "  h: placeholder(float16, [])\n  y: x + 1.0\n  sum: i + 1\n  quotient: 7 // i\n  filled: fill([i, 1000000, 1000000], 1.0)\n";

    private readonly Workspace workspace = new();

    public static TheoryData<string, string, int, string> Texts => new()
    {
        { "empty", "", 3, "GR2010" },
        { "only comments", "# hello\n", 3, "GR2010" },
        { "tab as indentation", "graphrun: 1\nnodes:\n\ty: 1\n", 3, "GR2001" },
        { "bad indentation", Head + "  x: 1\n y: 2\n", 3, "GR2001" },
        { "nested lists", new string('[', 100_000), 7, "GR6001" },
        { "nested mappings", string.Concat(Enumerable.Repeat("{a: ", 100_000)), 7, "GR6001" },
        { "nested blocks", string.Concat(Enumerable.Repeat("- ", 100_000)), 7, "GR6001" },
        { "alias bomb", AliasBomb(), 7, "GR6001" },
        { "alias of its own ancestor", Head + "  y: &a [*a]\n", 3, "GR2009" },
        { "undefined alias", Head + "  y: *nope\n", 3, "GR2004" },
        { "duplicate node", Head + "  y: 1\n  y: 2\n", 3, "GR2003" },
        { "two documents", Head + "  y: 1\n---\ngraphrun: 1\n", 3, "GR2001" },
        { "tag", Head + "  y: !!python/object:os.system 1\n", 3, "GR2012" },
        { "NUL", Head + "  y: \"\0\"\n", 3, "GR2008" },
        { "unknown dtype", Head + "  y: placeholder(floot32, [])\n", 3, "GR2006" },
        { "unknown op", Head + "  y: Matmull(1, 2)\n", 3, "GR2005" },
        { "unknown attr", Head + "  y: {op: Add, inputs: [1, 2], transpose: true}\n", 3, "GR2006" },
        { "unknown key", "graphrun: 1\nnods: {}\n", 3, "GR2002" },
        { "missing node", Head + "  y: z + 1\n", 3, "GR2004" },
        { "missing output", Head + "  a: 1\n  y: identity(a:3)\n", 3, "GR2004" },
        { "cycle", Head + "  a: y + 1\n  y: a + 1\n", 3, "GR2007" },
        { "shape beyond 64 bits", Head + "  y: zeros([1000000, 1000000, 1000000, 1000000])\n", 7, "GR6001" },
        { "negative dim", Head + "  y: {op: Const, value: [1, 2], shape: [-5]}\n", 3, "GR3003" },
        { "ragged constant", Head + "  y: [[1, 2], [3]]\n", 3, "GR3003" },
        { "shapes that do not multiply", Head + "  y: zeros([2, 3]) @ zeros([4, 5])\n", 3, "GR3002" },
        { "shapes that do not broadcast", Head + "  y: zeros([3]) + zeros([4])\n", 3, "GR3002" },
        { "dtypes that do not add", Head + "  a: 1\n  b: 1.5\n  y: a + b\n", 3, "GR3001" },
        { "deep JSON", "{\"graphrun\": 1, \"nodes\": {\"y\": " + new string('[', 65) + new string(']', 65) + "}}", 7, "GR6001" },
        { "duplicate property", "{\"graphrun\": 1, \"nodes\": {\"y\": 1, \"y\": 2}}", 3, "GR2003" },
        { "comment in JSON", "{\"graphrun\": 1, /* no */ \"nodes\": {\"y\": 1}}", 3, "GR2001" },
        { "missing attr", Head + "  y: {op: Cast, inputs: [1]}\n", 3, "GR2015" },
        { "self loop", Head + "  y: y + 1\n", 3, "GR2007" },
        { "fractional dim", Head + "  y: placeholder(float32, [2.5])\n", 3, "GR3003" },
        { "dim that is text", Head + "  y: {op: Placeholder, dtype: float32, shape: ['a b']}\n", 3, "GR3003" },
        { "rank 10000", Head + $"  y: placeholder(float32, [{string.Join(", ", Enumerable.Repeat("1", 10_000))}])\n", 7, "GR6001" },
        { "too few values", Head + "  y: {op: Const, value: [1, 2, 3], shape: [2, 2]}\n", 3, "GR3003" },
        { "reshape to another count", Head + "  y: reshape([1, 2, 3], [2, 2])\n", 3, "GR3002" },
        { "concat along no axis", Head + "  y: concat([[1], [2]], 9)\n", 3, "GR3002" },
        { "gather out of range", Head + "  y: gather([1, 2], 5)\n", 4, "GR4002" },
        { "negative depth", Head + "  y: one_hot(1, -1)\n", 4, "GR4002" },
        { "argmax of nothing", Head + "  y: argmax(zeros([0]))\n", 4, "GR4002" },
        { "division by zero", Head + "  y: 1 // 0\n", 3, "GR2009" },
        { "file outside the folder", Head + "  y: {op: Const, value: {file: ../../etc/passwd}}\n", 3, "GR2014" },
        { "absolute file", Head + "  y: {op: Const, value: {file: /etc/passwd}}\n", 3, "GR2014" },
        { "control characters", Head + "  y: \"\\e[31mred\"\n", 3, "GR2001" },
        { "trailing comma", "{\"graphrun\": 1, \"nodes\": {\"y\": 1,}}", 3, "GR2001" },
    };

    /// <summary>Data files that are damaged or hostile, as bytes in Latin-1.</summary>
    public static TheoryData<string, string, string> Files => new()
    {
        { "a.npy", "hello, world", "not an npy file" },
        { "a.npy", Npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8), "pickled objects are never loaded" },
        { "a.npy", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }", 8), "shape" },
        { "a.npy", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 7), "7" },
        { "a.npy", Npy("__import__('os').system('true')", 8), "header" },
        { "a.npz", "hello, world", "zip" },
        { "a.safetensors", "\0\0\0\0\0\0\0\x80{}", "header" },
        { "a.safetensors", "\x02\0\0\0\0\0\0\0[]", "header" },
        { "a.csv", "1,2\n3\n", "row" },
        { "a.csv", "1,x\n", "x" },
        { "a.csv", "\"1,2\n", "quot" },
        { "a.json", "[1, 2", "line" },
    };

    public void Dispose() => workspace.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_damaged_data_file_is_named_and_not_half_read(string file, string content, string reason)
    {
        workspace.Write("graph.yaml", Fed);
        File.WriteAllBytes(workspace.PathOf(file), Encoding.Latin1.GetBytes(content));
        var result = workspace.Run("run", "graph.yaml", "--fetch", "y", "--feed", $"x=@{file}");
        Assert.True(result.ExitCode is 3 or 7, $"exit {result.ExitCode}\n{result.Error}");
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(result.Bytes);
    }

    [Theory]
    [InlineData("UTF-16", "\xff\xfeg\0r\0", "UTF-16")]
    [InlineData("invalid UTF-8", "graphrun: 1\nnodes:\n  y: \xff\n", "byte")]
    public void A_graph_in_another_encoding_is_refused(string what, string content, string reason)
    {
        File.WriteAllBytes(workspace.PathOf("bad.yaml"), Encoding.Latin1.GetBytes(content));
        var result = workspace.Run("run", "bad.yaml", "--fetch", "y");
        AssertRefused(what, result, 3, "GR2008");
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", "  v: variable(42)\n  w: variable(1)\n  y: v + w\n", "GR4001", "'w' is new")]
    [InlineData("dtype", "  v: variable(4.5)\n  y: v + 1.0\n", "GR", "'v' is int32")]
    [InlineData("shape", "  v: variable([1, 2])\n  y: v + 1\n", "GR", "'v' is int32")]
    [InlineData("removed", "  w: variable(1)\n  y: w + 1\n", "GR4001", "'v'")]
    public void A_graph_that_has_changed_is_told_variable_by_variable(string what, string nodes, string code, string reason)
    {
        workspace.Write("g.yaml", Head + "  v: variable(42)\n");
        workspace.Run("run", "g.yaml", "--init");
        workspace.Write("g.yaml", Head + nodes);
        var result = workspace.Run("run", "g.yaml", "--fetch", "y");
        Assert.True(result.ExitCode is 4 or 5, $"{what}: exit {result.ExitCode}\n{result.Error}");
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Bytes);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_that_is_no_graph_is_refused(string what, string text, int exitCode, string code)
    {
        var file = text.StartsWith('{') && text.Contains("graphrun", StringComparison.Ordinal) ? "bad.json" : "bad.yaml";
        workspace.Write(file, text);
        AssertRefused(what, workspace.Run("run", file, "--fetch", "y"), exitCode, code);
        Assert.Single(Directory.EnumerateFileSystemEntries(workspace.Directory));
    }

    [Theory]
    [InlineData("--fetch sum --feed q=1", 2, "GR1003")]
    [InlineData("--fetch sum --feed i=1 --feed i=2", 2, "GR1004")]
    [InlineData("--fetch sum", 2, "GR1005")]
    [InlineData("--fetch sum --feed i=1,5", 2, "GR1002")]
    [InlineData("--fetch sum --feed i=0x1F", 2, "GR1002")]
    [InlineData("--fetch sum --feed i=1_000", 2, "GR1002")]
    [InlineData("--fetch sum --feed i=", 2, "GR1002")]
    [InlineData("--fetch sum --feed i=1.5", 2, "GR1002")]
    [InlineData("--fetch sum --feed i=9223372036854775808", 2, "GR1002")]
    [InlineData("--fetch sum --feed u=-1", 2, "GR1002")]
    [InlineData("--fetch sum --feed h=1e9", 2, "GR1002")]
    [InlineData("--fetch sum --feed @a.npy", 2, "GR1002")]
    [InlineData("--fetch sum --feed i=@nope.npy", 8, "GR7001")]
    [InlineData("--fetch y --feed x=[1,2,3]", 2, "GR1006")]
    [InlineData("--fetch y --feed x=@- --feed i=@-", 2, "GR1006")]
    [InlineData("--fetch nope", 2, "GR1003")]
    [InlineData("--target nope", 2, "GR1003")]
    [InlineData("--fetch quotient --feed i=0 --target add", 4, "GR4002")]
    [InlineData("--fetch filled --feed i=1000000", 7, "GR6002")]
    [InlineData("--fetch v --session other", 4, "GR4001")]
    [InlineData("--fetch v --store graph.yaml", 5, "GR5001")]
    [InlineData("--fetch v --store .", 5, "GR5001")]
    [InlineData("--fetch v --format npi", 2, "GR1001")]
    [InlineData("--fetch v,add --format npy", 2, "GR1001")]
    [InlineData("--fetch v --repeat 0", 2, "GR1001")]
    [InlineData("--fetch v --repeat 1,5", 2, "GR1001")]
    [InlineData("--fetch v --timeout soon", 2, "GR1001")]
    [InlineData("", 2, "GR1007")]
    public void A_request_that_cannot_be_met_is_refused_and_changes_nothing(string options, int exitCode, string code)
    {
        workspace.Write("graph.yaml", Fed);
        workspace.Run("run", "graph.yaml", "--init");
        var store = workspace.PathOf(".graphrun/sessions.db");
        var before = File.ReadAllBytes(store);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("1"));
        var result = workspace.RunWith(input, ["run", "graph.yaml", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        AssertRefused(options, result, exitCode, code);
        Assert.Equal(before, File.ReadAllBytes(store));
    }

    [Theory]
    [InlineData("nope.yaml")]
    [InlineData(".")]
    public void A_graph_that_is_not_there_is_exit_8(string path) =>
        AssertRefused(path, workspace.Run("run", path, "--fetch", "y"), 8, "GR7001");

    [Fact]
    public void An_endless_graph_is_read_up_to_its_limit() =>
        AssertRefused("/dev/zero", workspace.Run("run", "/dev/zero", "--fetch", "y"), 7, "GR6001");

    [Fact]
    public void All_errors_of_a_file_come_at_once()
    {
        workspace.Write("bad.yaml", Head + "  a: nope + 1\n  b: Matmull(1, 2)\n  c: placeholder(floot32, [])\n");
        Assert.Equal(3, workspace.Run("run", "bad.yaml", "--fetch", "a").Error.Split("error[").Length - 1);
    }

    private static void AssertRefused(string what, CommandResult result, int exitCode, string code)
    {
        Assert.True(result.ExitCode == exitCode, $"{what}: exit {result.ExitCode}\n{result.Error}");
        Assert.True(result.Error.Contains($"[{code}]", StringComparison.Ordinal), $"{what}: {result.Error}");
        Assert.Empty(result.Bytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(result.Error), 1, MaxErrorBytes);
    }

    /// <summary>A version 1 .npy file with this header and so many zero bytes of values.</summary>
    private static string Npy(string header, int bytes)
    {
        var padded = header.PadRight(117) + "\n";
        return $"\x93NUMPY\x01\0{(char)padded.Length}\0{padded}{new string('\0', bytes)}";
    }

    private static string AliasBomb()
    {
        var text = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (var name = 'b'; name <= 'l'; name++)
            text.Append($"{name}: &{name} [{string.Join(", ", Enumerable.Repeat($"*{(char)(name - 1)}", 9))}]\n");
        return text.ToString();
    }
}
