using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace GraphRun.Tests.Cli.Commands;

public sealed partial class SessionCommandTests : IDisposable
{
    private readonly Workspace workspace = new();

    public SessionCommandTests()
    {
        workspace.Write("g.yaml", "graphrun: 1\nnodes:\n  v: variable(1)\n  w: variable([1.0, 2.0])\n  add: assign_add(v, 1)\n");
        workspace.Run("run", "g.yaml", "--init");
        workspace.Run("run", "g.yaml", "--target", "add");
        workspace.Run("run", "g.yaml", "--session", "other", "--init");
    }

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("list", "session list")]
    [InlineData("show", "session show g")]
    [InlineData("show-at", "session show g --at 1")]
    [InlineData("log", "session log g")]
    [InlineData("unknown-session", "session show f")]
    [InlineData("no-store", "session show g --store none.db")]
    [InlineData("no-store-list", "session list --store none.db")]
    [InlineData("no-second-word", "session")]
    [InlineData("wrong-second-word", "session lst")]
    [InlineData("rm-unasked", "session rm g")]
    [InlineData("rm", "session rm g --yes")]
    public async Task A_session_command_answers(string name, string line) =>
        await Verifier.Verify(Moment().Replace(workspace.Run(line.Split(' ')).ToString(), "MOMENT")).UseParameters(name);

    [Theory]
    [InlineData("session list --json", "sessions", 2)]
    [InlineData("session show g --json", "variables", 2)]
    [InlineData("session log g --json", "checkpoints", 2)]
    public void A_session_command_answers_in_json(string line, string member, int count)
    {
        using var json = JsonDocument.Parse(workspace.Run(line.Split(' ')).Output);
        Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(count, json.RootElement.GetProperty(member).GetArrayLength());
    }

    [Fact]
    public void A_removed_session_is_gone_and_the_others_stay()
    {
        workspace.Run("session", "rm", "g", "--yes");
        Assert.StartsWith("other ", workspace.Run("session", "list").Output, StringComparison.Ordinal);
        Assert.Equal(4, workspace.Run("run", "g.yaml", "--fetch", "v").ExitCode);
    }

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}Z")]
    private static partial Regex Moment();
}
