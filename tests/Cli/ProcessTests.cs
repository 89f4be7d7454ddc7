using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>What only a real process can show: its descriptors, its environment and its end.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void A_closed_pipe_ends_quietly_with_141()
    {
        var result = workspace.Shell("{ graphrun help; echo $? >&2; } | true");
        Assert.True(result.Error is "141\n" or "0\n", result.Error);
    }

    [Fact]
    public void A_full_disk_is_reported_with_exit_8()
    {
        var result = workspace.Shell("graphrun version > /dev/full");
        Assert.Equal((8, "error[GR7002]: standard output cannot be written: no space left\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_closed_standard_output_is_reported_with_exit_8()
    {
        var result = workspace.Shell("graphrun version >&- <&-");
        Assert.Equal((8, "error[GR7002]: standard output cannot be written: it is closed\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void Calls_that_share_a_file_append_to_it() =>
        Assert.Equal("graphrun 0.1.0\ngraphrun 0.1.0\n", workspace.Shell("{ graphrun version; graphrun version; } > out; cat out").Output);

    [Theory]
    [InlineData("LC_ALL", "de_DE.UTF-8")]
    [InlineData("LC_ALL", "tr_TR.UTF-8")]
    [InlineData("TERM", "dumb")]
    [InlineData("COLUMNS", "1")]
    [InlineData("HOME", "")]
    public void The_environment_changes_no_byte(string name, string value)
    {
        var plain = workspace.Shell("graphrun help; graphrun version --colr");
        var other = workspace.Shell("graphrun help; graphrun version --colr", (name, value));
        Assert.Equal(plain.ToString(), other.ToString());
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("<&-")]
    [InlineData("<&- 2>&-")]
    public void A_closed_input_or_error_stream_harms_nothing(string closed) =>
        Assert.Equal("graphrun 0.1.0\n", workspace.Shell($"graphrun version {closed}").ToString());
}
