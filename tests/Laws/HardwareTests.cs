using System.Diagnostics;
using Xunit;

namespace GraphRun.Tests.Laws;

/// <summary>No bit of any op depends on the vector instructions that a machine has: the same ops in processes that may not use them.</summary>
public sealed class HardwareTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Without_some_instructions_every_op_gives_the_same_bits(string setting)
    {
        var path = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(HardwareTests).Assembly.Location, "laws", path]);
            start.Environment[setting] = "0";
            using var process = Process.Start(start)!;
            var expected = Digests().ToList();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)));
            Assert.Equal(expected, File.ReadAllLines(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What the other process does.</summary>
    public static int WriteDigests(string path)
    {
        File.WriteAllLines(path, Digests());
        return 0;
    }

    // Each line has the number of its op's variation, so that a difference names the op.
    // Timestamp is the time, which is another one in each process.
    private static IEnumerable<string> Digests() => LawTests.Names.Except(["Timestamp"]).SelectMany(
        type => Variations.Digest(Sample.Of(type)).Select((line, i) => $"{type} {i}: {line.ReplaceLineEndings(" ")}"));
}
