using GraphRun.Tests.Examples;
using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>The story that the README opens with, word for word: in this process, and as the processes that a user would start.</summary>
public sealed class ConsoleStoryTests : IDisposable
{
    private static readonly string[] commands =
    [
        "graphrun run counter.yaml --target initialize",
        "graphrun run counter.yaml --target assign",
        "graphrun run counter.yaml --fetch foo",
        "graphrun run counter.yaml --session second --fetch foo",
        "graphrun run counter.yaml --session second --init --fetch foo",
    ];

    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task In_this_process()
    {
        ExampleFolder.CopyTo(workspace, "counter");
        await Verifier.Verify(Console(command => workspace.Run(command.Split(' ')[1..]))).UseMethodName("Story");
    }

    [Fact]
    public async Task As_processes()
    {
        ExampleFolder.CopyTo(workspace, "counter");
        await Verifier.Verify(Console(command => workspace.Shell(command))).UseMethodName("Story");
    }

    [Fact]
    public void The_readme_shows_it()
    {
        var story = File.ReadAllText(Workspace.RepositoryFile("tests/Cli/ConsoleStoryTests.Story.verified.txt"));
        var readme = File.ReadAllText(Workspace.RepositoryFile("README.md"));
        Assert.Contains(story, readme, StringComparison.Ordinal);
    }

    private static string Console(Func<string, CommandResult> run) =>
        string.Concat(commands.Select(command => run(command) is var result ? $"$ {command}\n{result.Error}{result.Output}" : ""));
}
