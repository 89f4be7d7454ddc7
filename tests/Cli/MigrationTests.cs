using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>Sessions whose graph has changed.</summary>
public sealed class MigrationTests : IDisposable
{
    private const string Before =
        "graphrun: 1\nnodes:\n  keep: variable(1)\n  old: variable(2)\n  gone: variable(3)\n  grown: variable([4.0])\n"
        + "  a: {scope: {w: variable(5), noise: 'assign(w, random_uniform([], 0, 9, dtype=int32))'}}\n";

    private const string After =
        "graphrun: 1\nnodes:\n  keep: variable(10)\n  young: variable(20)\n  fresh: variable(30)\n  grown: variable([40.0, 41.0])\n"
        + "  b: {scope: {w: variable(50), noise: 'assign(w, random_uniform([], 0, 9, dtype=int32))'}}\n";

    private readonly Workspace workspace = new();

    public MigrationTests()
    {
        workspace.Write("g.yaml", Before);
        workspace.Run("run", "g.yaml", "--init");
        workspace.Run("run", "g.yaml", "--target", "a/noise");
        workspace.Write("g.yaml", After);
    }

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("plain", "")]
    [InlineData("all", "--rename old=young --rename a=b --drop --init")]
    [InlineData("rename-nothing", "--rename odl=young")]
    [InlineData("rename-taken", "--rename old=keep")]
    [InlineData("rename-misspelt", "--rename old")]
    public async Task A_dry_run_shows_what_would_become_of_each_variable(string name, string options)
    {
        var before = File.ReadAllBytes(workspace.PathOf(".graphrun/sessions.db"));
        var result = workspace.Run(
            ["session", "migrate", "g", "g.yaml", "--dry-run", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(before, File.ReadAllBytes(workspace.PathOf(".graphrun/sessions.db")));
        await Verifier.Verify(result.ToString()).UseParameters(name);
    }

    [Fact]
    public async Task A_run_with_the_changed_graph_names_every_difference_and_what_settles_it() =>
        await Verifier.Verify(workspace.Run("run", "g.yaml", "--fetch", "keep").ToString());

    [Theory]
    [InlineData("session migrate g g.yaml")]
    [InlineData("run g.yaml --fetch keep")]
    public void Renaming_dropping_and_initializing_carry_a_session_over(string command)
    {
        var shown = workspace.Run("session", "show", "g").Output.Split('\n');
        var value = shown.Single(line => line.StartsWith("a/w ", StringComparison.Ordinal))[^1];
        var result = workspace.Run([.. command.Split(' '), "--rename", "old=young", "--rename", "a=b", "--drop", "--init"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            $"[40.0, 41.0]\nkeep = 1\nyoung = 2\nfresh = 30\nb/w = {value}\n",
            workspace.Run("run", "g.yaml", "--fetch", "grown").ToString()
            + workspace.Run("run", "g.yaml", "--fetch", "keep,young,fresh,b/w"));
        var names = workspace.Run("session", "show", "g").Output.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]);
        Assert.Equal(["b/w", "fresh", "grown", "keep", "young", "b/noise/random_uniform"], names);
        Assert.Equal("", workspace.Run("run", "g.yaml", "--rename", "old=young", "--target", "keep").ToString());
    }

    [Fact]
    public void A_renamed_scope_goes_on_with_its_random_numbers()
    {
        workspace.Write("h.yaml", "graphrun: 1\nseed: 1\nnodes:\n  r: random_uniform([])\n");
        workspace.Run("run", "h.yaml", "--fetch", "r");
        workspace.Write("h.yaml", "graphrun: 1\nseed: 1\nnodes:\n  q: random_uniform([])\n");
        workspace.Run("run", "h.yaml", "--fetch", "q", "--rename", "r=q");
        Assert.StartsWith("q  ", workspace.Run("session", "show", "h").Output, StringComparison.Ordinal);
    }
}
