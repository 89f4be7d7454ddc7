using Xunit;

namespace GraphRun.Tests.Cli;

public sealed class CompletionTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    [InlineData("nu")]
    public async Task Each_shell_has_its_script(string shell) =>
        await Verifier.Verify(workspace.Run("completions", shell).Output).UseParameters(shell);

    [Fact]
    public async Task An_unknown_shell_is_refused() => await Verifier.Verify(workspace.Run("completions", "bsh").ToString());

    [Theory]
    [InlineData("vers", "version\n")]
    [InlineData("--h", "--help\n")]
    [InlineData("version --js", "--json\n")]
    [InlineData("version --json --js", "")]
    [InlineData("version --color ", "auto\nalways\nnever\n")]
    [InlineData("version --color=a", "--color=auto\n--color=always\n")]
    [InlineData("completions f", "fish\n")]
    [InlineData("completions fish ", "")]
    [InlineData("help exit", "exit-codes\n")]
    [InlineData("no-such-command ", "")]
    public void Candidates_fit_the_place_of_the_cursor(string line, string expected) =>
        Assert.Equal(expected, workspace.Run(["__complete", "--", .. line.Split(' ')]).Output);

    [Fact]
    public void The_bash_script_completes()
    {
        var result = workspace.Shell(
            """bash -c 'eval "$(graphrun completions bash)"; COMP_WORDS=(graphrun version --color al); COMP_CWORD=3; _graphrun; echo ${COMPREPLY[@]}'""");
        Assert.Equal("always\n", result.ToString());
    }
}
