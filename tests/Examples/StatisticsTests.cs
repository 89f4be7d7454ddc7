using System.Text;
using GraphRun.Tests.Cli;
using Xunit;

namespace GraphRun.Tests.Examples;

public sealed class StatisticsTests : IDisposable
{
    private readonly Workspace workspace = new();

    public StatisticsTests() => ExampleFolder.CopyTo(workspace, "statistics");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Mean_and_variance_come_out_as_if_all_numbers_had_come_at_once()
    {
        Pipe("2\n4\n4\n4\n", "--init");
        var result = Pipe("5\n5\n7\n9\n");

        // The textbook set 2 4 4 4 5 5 7 9: mean 5, variance 4.
        Assert.Equal("count = 8.0\nmean = 5.0\nvariance = 4.0\n", result.Output);
    }

    private CommandResult Pipe(string numbers, params string[] options)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(numbers));
        return workspace.RunWith(input, ["run", "statistics.yaml", "--feed", "numbers=@-", .. options]);
    }
}
