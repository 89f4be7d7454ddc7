using GraphRun.Errors;
using GraphRun.Formats.Files;
using GraphRun.Tests.Formats.Stores;
using Xunit;

namespace GraphRun.Tests.Formats.Files;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_completed_file_replaces_the_old_one()
    {
        File.WriteAllText(folder.File("out"), "old and longer");
        Write("out", complete: true);
        Assert.Equal("new", File.ReadAllText(folder.File("out")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_file_that_is_not_completed_leaves_the_old_one()
    {
        File.WriteAllText(folder.File("out"), "old");
        Write("out", complete: false);
        Assert.Equal("old", File.ReadAllText(folder.File("out")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_link_keeps_leading_to_the_file_that_is_replaced()
    {
        File.CreateSymbolicLink(folder.File("link"), folder.File("out"));
        Write("link", complete: true);
        Assert.Equal("new", File.ReadAllText(folder.File("out")));
        Assert.NotNull(new FileInfo(folder.File("link")).LinkTarget);
    }

    [Fact]
    public void A_device_is_written_as_it_is()
    {
        using var file = new OutputFile("/dev/null");
        file.Stream.Write("new"u8);
        file.Complete();
    }

    [Theory]
    [InlineData("no/such/folder/out", "there is no such folder")]
    [InlineData("", "it is a directory")]
    public void A_place_where_nothing_can_be_written_is_refused_at_once(string name, string reason)
    {
        var error = Assert.Throws<GraphRunException>(() => new OutputFile(folder.File(name)));
        Assert.Equal((ErrorCode.FileNotWritable, $"cannot write '{folder.File(name)}': {reason}"), (error.Code, error.Diagnostics[0].Message));
    }

    private void Write(string name, bool complete)
    {
        using var file = new OutputFile(folder.File(name));
        file.Stream.Write("new"u8);
        if (complete)
            file.Complete();
    }
}
