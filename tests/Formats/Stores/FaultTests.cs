using System.Runtime.CompilerServices;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>
/// The first, second, third, ... call on the store's files fails, until a commit passes untouched: each time the store has the old
/// checkpoint or the new one, whole, and the error says what happened. The calls are made to fail by a preloaded library.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [CompilerTheory]
    [InlineData("EIO", 5, "existing")]
    [InlineData("ENOSPC", 28, "existing")]
    [InlineData("EIO", 5, "new")]
    [InlineData("ENOSPC", 28, "new")]
    public void A_failing_call_leaves_the_old_checkpoint_or_the_new_one(string name, int error, string store)
    {
        var library = folder.File("faults.so");
        Shell.Run($"cc -shared -fPIC -O1 -o '{library}' '{Path.Combine(Path.GetDirectoryName(SourcePath())!, "faults.c")}' -ldl");
        using var process = StoreProcess.Start(
            start => (start.Environment["LD_PRELOAD"], start.Environment["FAULT_PATH"]) = (library, folder.Path),
            "faults", folder.File("faulty.db"), error.ToString(), store, LongForm.Rounds(3, 1).ToString());
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{name}: {output}\n{errors}");
        Assert.Contains("passed untouched", output);
    }

    private static string SourcePath([CallerFilePath] string path = "") => path;
}

/// <summary>A test that builds a small C library.</summary>
internal sealed class CompilerTheoryAttribute : TheoryAttribute
{
    public CompilerTheoryAttribute() =>
        Skip = OperatingSystem.IsLinux() && File.Exists("/usr/bin/cc") ? null! : "needs Linux and a C compiler";
}
