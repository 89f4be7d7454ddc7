using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>Runs that are stopped from outside: their exit code, and a session that is as it was.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const string Endless = "timeout -s KILL 60 graphrun run g.yaml --init --repeat 1000000000 --fetch add";

    private readonly Workspace workspace = new();

    public InterruptionTests() => workspace.Write("g.yaml", "graphrun: 1\nnodes:\n  v: variable(1)\n  add: assign_add(v, 1)\n");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_timeout_is_exit_124() => AssertStopped(
        workspace.Shell($"{Endless} --timeout 500ms"), 124,
        "error[GR4006]: the run took longer than 0.5 s; the session is as it was before\n");

    [Fact]
    public void Termination_is_exit_143() => AssertStopped(
        workspace.Shell($"{Endless} & sleep 2; kill -TERM $!; wait $! 2> /dev/null"), 143,
        "error[GR4005]: terminated; the session is as it was before\n");

    [Fact]
    public void A_closed_pipe_on_the_way_is_exit_141() => AssertStopped(
        workspace.Shell($"{{ {Endless} --every 1; echo $? >&2; }} | head -n 1 > /dev/null"), 0, "141\n");

    private void AssertStopped(CommandResult result, int exitCode, string error)
    {
        Assert.Equal((exitCode, "", error), (result.ExitCode, result.Output, result.Error));
        Assert.False(File.Exists(workspace.PathOf(".graphrun/sessions.db")));
    }
}
