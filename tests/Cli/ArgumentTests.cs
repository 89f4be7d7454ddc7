using Xunit;

namespace GraphRun.Tests.Cli;

public sealed class ArgumentTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("unknown-command", "hepl")]
    [InlineData("option-before-command", "--color never version")]
    [InlineData("unknown-option", "version --jsn")]
    [InlineData("bundled-options", "version -qh")]
    [InlineData("unexpected-argument", "version x")]
    [InlineData("option-without-value", "version --color")]
    [InlineData("option-twice", "version --color never --color auto")]
    [InlineData("flag-with-value", "version --debug=yes")]
    [InlineData("wrong-choice", "version --error-format jsn")]
    [InlineData("response-file", "version @args.txt")]
    [InlineData("directive", "version [diagram]")]
    [InlineData("as-json", "version --json x")]
    [InlineData("after-double-dash", "version -- --json")]
    [InlineData("two-errors", "version x --jsn")]
    public async Task A_command_line_that_is_not_understood_exits_2(string name, string line)
    {
        var result = workspace.Run(line.Split(' '));
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        await Verifier.Verify(result.Error).UseParameters(name);
    }

    [Fact]
    public void Colour_can_be_asked_for() => Assert.StartsWith("\e[1;31merror[GR1001]\e[0m", workspace.Run("version", "x", "--color=always").Error);
}
