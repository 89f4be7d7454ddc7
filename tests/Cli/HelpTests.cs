using GraphRun.Cli.Arguments;
using GraphRun.Cli.Help;
using Xunit;

namespace GraphRun.Tests.Cli;

public sealed class HelpTests : IDisposable
{
    private readonly Workspace workspace = new();

    public static TheoryData<string> Commands => [.. CommandTable.Entries.Where(entry => !entry.IsHidden).Select(entry => entry.Name)];

    public static TheoryData<string> Topics => [.. HelpTopics.All.Select(topic => topic.Name)];

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task The_overview_lists_commands_and_topics() => await Verifier.Verify(workspace.Run("help").Output);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Each_command_has_its_page(string command) =>
        await Verifier.Verify(workspace.Run(["help", .. command.Split(' ')]).Output).UseParameters(command);

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task Each_topic_has_its_page(string topic) => await Verifier.Verify(workspace.Run("help", topic).Output).UseParameters(topic);

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_shows_the_same_page_for_its_help_option(string command) =>
        Assert.Equal(workspace.Run(["help", .. command.Split(' ')]).Output, workspace.Run([.. command.Split(' '), "-h"]).Output);

    [Fact]
    public void No_line_of_a_page_exceeds_80_columns()
    {
        var names = CommandTable.Entries.Select(entry => entry.Name).Concat(HelpTopics.All.Select(topic => topic.Name));
        var pages = names.Select(name => workspace.Run(["help", .. name.Split(' ')]).Output);
        Assert.DoesNotContain(pages.SelectMany(page => page.Split('\n')), line => line.Length > 80);
    }

    [Fact]
    public void Without_arguments_the_overview_goes_to_standard_error()
    {
        var result = workspace.Run();
        Assert.Equal((2, "", workspace.Run("help").Output), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task An_unknown_topic_names_its_nearest() => await Verifier.Verify(workspace.Run("help", "fedes").ToString());
}
