using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace GraphRun.Tests.Cli.Commands;

public sealed partial class SessionCommandTests : IDisposable
{
    private readonly Workspace workspace = new();

    public SessionCommandTests()
    {
        workspace.Write("g.yaml", "graphrun: 1\nnodes:\n  v: variable(1)\n  w: variable([1.0, 2.0])\n  add: assign_add(v, 1)\n"
            + "  noise: assign_add(w, random_uniform([2]))\n");
        workspace.Run("run", "g.yaml", "--init");
        workspace.Run("run", "g.yaml", "--target", "add");
        workspace.Run("run", "g.yaml", "--session", "other", "--init");
        workspace.Write("three.json", "[3.5, 2]");
        workspace.Write("changed.yaml", "graphrun: 1\nnodes:\n  v: variable(2)\n");
    }

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("list", "session list")]
    [InlineData("show", "session show g")]
    [InlineData("show-at", "session show g --at 1")]
    [InlineData("log", "session log g")]
    [InlineData("log-oneline", "session log g --oneline")]
    [InlineData("diff", "session diff g@1 g")]
    [InlineData("diff-same", "session diff g@1 other")]
    [InlineData("fork", "session fork g@1 trial")]
    [InlineData("fork-taken", "session fork g other")]
    [InlineData("rollback", "session rollback g 1")]
    [InlineData("rollback-unknown", "session rollback g 7")]
    [InlineData("tag", "session tag g best --at 1")]
    [InlineData("tag-number", "session tag g 7")]
    [InlineData("untag-unknown", "session tag g best --delete")]
    [InlineData("set", "session set g v=7 w=@three.json")]
    [InlineData("set-unknown", "session set g u=7")]
    [InlineData("set-dtype", "session set g v=1.5")]
    [InlineData("set-shape", "session set g w=[1]")]
    [InlineData("set-nothing", "session set g")]
    [InlineData("rename", "session rename g h")]
    [InlineData("check", "session check --deep")]
    [InlineData("backup", "session backup b.db")]
    [InlineData("gc", "session gc --keep 1 --dry-run")]
    [InlineData("export", "session export g g.npz")]
    [InlineData("export-state", "session export g@1 g.db")]
    [InlineData("import-nothing", "session import nope.npz")]
    [InlineData("unknown-session", "session show f")]
    [InlineData("unknown-checkpoint", "session show g@9")]
    [InlineData("no-store", "session show g --store none.db")]
    [InlineData("no-store-list", "session list --store none.db")]
    [InlineData("no-second-word", "session")]
    [InlineData("wrong-second-word", "session lst")]
    [InlineData("rm-unasked", "session rm g")]
    [InlineData("rm", "session rm g --yes")]
    [InlineData("run-at", "run g.yaml --at 1 --fetch v")]
    [InlineData("run-at-writing", "run g.yaml --at 1 --target add")]
    [InlineData("fork-itself", "session fork g g")]
    [InlineData("fork-unknown-checkpoint", "session fork g@99 trial")]
    [InlineData("fork-unicode", "session fork g naïve/名前")]
    [InlineData("rename-taken", "session rename g other")]
    [InlineData("rename-itself", "session rename g g")]
    [InlineData("rollback-untagged", "session rollback g best")]
    [InlineData("tag-at-sign", "session tag g x@y")]
    [InlineData("tag-unknown-checkpoint", "session tag g x --at 99")]
    [InlineData("set-no-value", "session set g v")]
    [InlineData("set-no-file", "session set g v=@none.npy")]
    [InlineData("set-unknown-session", "session set f v=1")]
    [InlineData("export-taken", "session export g g.yaml")]
    [InlineData("export-no-folder", "session export g nowhere/g.db")]
    [InlineData("export-npy", "session export g g.npy")]
    [InlineData("import-no-names", "session import three.json g")]
    [InlineData("import-missing", "session import other.npz g")]
    [InlineData("diff-unknown", "session diff g f")]
    [InlineData("gc-none", "session gc --keep 0")]
    [InlineData("backup-taken", "session backup g.yaml")]
    [InlineData("store-empty", "session list --store=")]
    [InlineData("store-graph", "session list --store g.yaml")]
    [InlineData("store-folder", "session list --store .")]
    [InlineData("store-device", "session list --store /dev/null")]
    [InlineData("run-at-unknown", "run g.yaml --at 99 --fetch v")]
    [InlineData("run-at-init", "run g.yaml --at 1 --init")]
    [InlineData("run-session-unknown", "run g.yaml --session f --at 1 --fetch v")]
    [InlineData("bisect-unknown-variable", "bisect g --bad nope>1")]
    [InlineData("bisect-no-bool", "bisect g --bad v")]
    [InlineData("bisect-none", "bisect g --bad v>100")]
    [InlineData("replay-unknown", "replay g 99")]
    [InlineData("replay-backwards", "replay g 2..1")]
    [InlineData("replay-other-graph", "replay g 1 --graph changed.yaml")]
    [InlineData("migrate-no-graph", "session migrate g none.yaml")]
    [InlineData("migrate-unknown-rename", "session migrate g g.yaml --rename a=b")]
    public async Task A_session_command_answers(string name, string line) =>
        await Verifier.Verify(Moment().Replace(workspace.Run(line.Split(' ')).ToString(), "MOMENT")).UseParameters(name);

    [Fact]
    public async Task The_help_on_sessions_is_enough_for_a_user() => await Verifier.Verify(workspace.Run("help", "session").Output);

    [Fact]
    public async Task The_log_tells_what_each_kind_of_checkpoint_did()
    {
        foreach (var line in new[]
        {
            "run g.yaml --target noise --fetch add", "session tag g best --at 2", "session set g v=7 w=@three.json",
            "session rollback g best",
            "session set g --drop w",
        })
            Assert.Equal(0, workspace.Run(line.Split(' ')).ExitCode);
        var log = Moment().Replace(workspace.Run("session", "log", "g").ToString(), "MOMENT");
        await Verifier.Verify(log);
    }

    [Theory]
    [InlineData("session list --json", "sessions", 2)]
    [InlineData("session show g --json", "variables", 2)]
    [InlineData("session log g --json", "checkpoints", 2)]
    [InlineData("session diff g@1 g --json", "variables", 1)]
    [InlineData("session check --json", "problems", 0)]
    [InlineData("session gc --keep 1 --dry-run --json", "sessions", 1)]
    [InlineData("session migrate g changed.yaml --dry-run --json", "variables", 2)]
    public void A_session_command_answers_in_json(string line, string member, int count)
    {
        using var json = JsonDocument.Parse(workspace.Run(line.Split(' ')).Output);
        Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(count, json.RootElement.GetProperty(member).GetArrayLength());
    }

    [Theory]
    [InlineData("session fork g trial", "session", "trial")]
    [InlineData("session fork g trial", "source", "g@2")]
    [InlineData("session rollback g 1", "source", "g@1")]
    [InlineData("session set g v=3", "session", "g")]
    [InlineData("session tag g best", "tag", "best")]
    [InlineData("session rename g h", "session", "h")]
    [InlineData("session rm g --yes", "session", "g")]
    [InlineData("session backup b.db", "file", "b.db")]
    [InlineData("session export g g.npz", "file", "g.npz")]
    [InlineData("session import three.json g --force", "session", null)]
    [InlineData("session gc", "store", ".graphrun/sessions.db")]
    public void A_command_that_changes_something_tells_in_json_what_it_did(string line, string member, string? value)
    {
        var result = workspace.Run([.. line.Split(' '), "--json"]);
        if (value is null)
        {
            Assert.NotEqual(0, result.ExitCode);
            Assert.Empty(result.Output);
            return;
        }

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(value, json.RootElement.GetProperty(member).GetString());
    }

    [Fact]
    public void A_removed_session_is_gone_and_the_others_stay()
    {
        workspace.Run("session", "rm", "g", "--yes");
        Assert.StartsWith("other ", workspace.Run("session", "list").Output, StringComparison.Ordinal);
        Assert.Equal(4, workspace.Run("run", "g.yaml", "--fetch", "v").ExitCode);
    }

    [Theory]
    [InlineData("x.npz")]
    [InlineData("x.safetensors")]
    [InlineData("x.db")]
    public void An_exported_session_comes_back_with_its_random_state(string file)
    {
        workspace.Run("run", "g.yaml", "--target", "noise");
        Assert.Equal(0, workspace.Run("session", "export", "g", file).ExitCode);
        Assert.Equal(0, workspace.Run("session", "import", file, "copy").ExitCode);
        Assert.Equal("", workspace.Run("session", "diff", "g", "copy").ToString());
        workspace.Run("run", "g.yaml", "--target", "noise");
        Assert.Equal(0, workspace.Run("run", "g.yaml", "--target", "noise", "--session", "copy").ExitCode);
        Assert.Equal(0, workspace.Run("session", "diff", "g", "copy").ExitCode);
    }

    [Fact]
    public void An_export_writes_over_nothing()
    {
        workspace.Write("x.npz", "");
        Assert.Equal(8, workspace.Run("session", "export", "g", "x.npz").ExitCode);
    }

    [Fact]
    public void A_variable_set_by_hand_is_what_the_next_run_reads()
    {
        workspace.Run("session", "set", "g", "v=7");
        Assert.Equal("7\n", workspace.Run("run", "g.yaml", "--fetch", "v").Output);
        Assert.Equal(0, workspace.Run("session", "set", "g", "--force", "v=[1.5]", "u=3").ExitCode);
        Assert.Contains("float32[1]", workspace.Run("session", "show", "g").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_at_a_past_checkpoint_moves_random_numbers_in_memory_only()
    {
        workspace.Write("r.yaml", "graphrun: 1\nnodes:\n  r: random_uniform([])\n");
        var first = workspace.Run("run", "r.yaml", "--fetch", "r").Output;
        var second = workspace.Run("run", "r.yaml", "--fetch", "r").Output;
        Assert.NotEqual(first, second);
        Assert.Equal(second, workspace.Run("run", "r.yaml", "--fetch", "r", "--at", "1").ToString());
        Assert.Equal(second, workspace.Run("run", "r.yaml", "--fetch", "r", "--at", "1").ToString());
    }

    [Fact]
    public void Collecting_keeps_what_it_is_told_and_what_is_tagged()
    {
        workspace.Run("run", "g.yaml", "--target", "add");
        workspace.Run("session", "tag", "g", "first", "--at", "1");
        workspace.Run("session", "gc", "--keep", "1");
        Assert.Equal(["3", "1"], workspace.Run("session", "log", "g", "--oneline").Output.TrimEnd().Split('\n').Select(line => line[..1]));
    }

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}Z")]
    private static partial Regex Moment();
}
