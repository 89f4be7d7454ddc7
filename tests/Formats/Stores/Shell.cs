using System.Diagnostics;
using Xunit;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>Runs commands of the host for what .NET does not offer.</summary>
internal static class Shell
{
    public static void Run(string command)
    {
        using var process = Process.Start("/bin/sh", ["-c", command]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}

/// <summary>A test of something that only Linux tells.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "needs Linux";
}
