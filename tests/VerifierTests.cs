using System.Text;
using Xunit;

namespace GraphRun.Tests;

public sealed class VerifierTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("verifier").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task A_text_that_equals_the_verified_file_passes() => await Verifier.Verify("first line\nsecond line");

    [Theory]
    [InlineData("plain", 1.5)]
    [InlineData("a/b", -2.0)]
    public async Task Parameters_stand_in_the_file_name(string text, double number) =>
        await Verifier.Verify($"{text} {number}").UseParameters(text, number);

    [Fact]
    public async Task A_mismatch_writes_what_was_received_with_a_byte_order_mark()
    {
        await File.WriteAllTextAsync(Path.Combine(directory, "A.B.verified.txt"), "old");
        await Assert.ThrowsAsync<VerifyException>(() => Snapshot.Compare(directory, "A.B", "new\r\nline", mayAccept: false));
        var bytes = await File.ReadAllBytesAsync(Path.Combine(directory, "A.B.received.txt"));
        Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.ASCII.GetBytes("new\nline")], bytes);
    }

    [Fact]
    public async Task A_verified_file_with_a_carriage_return_is_rejected()
    {
        await File.WriteAllTextAsync(Path.Combine(directory, "A.B.verified.txt"), "a\r\nb");
        var error = await Assert.ThrowsAsync<VerifyException>(() => Snapshot.Compare(directory, "A.B", "a\nb", mayAccept: true));
        Assert.Contains("carriage return", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepting_writes_the_verified_file()
    {
        await Snapshot.Compare(directory, "A.B", "text", mayAccept: true);
        await Snapshot.Compare(directory, "A.B", "text", mayAccept: false);
        Assert.False(File.Exists(Path.Combine(directory, "A.B.received.txt")));
    }
}
