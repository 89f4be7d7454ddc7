using System.Runtime.CompilerServices;

namespace GraphRun.Tests;

/// <summary>
/// Snapshot assertions with Verify.Xunit's API shape and file conventions, so that swapping Verify in renames nothing:
/// <c>await Verifier.Verify(text)</c> compares with <c>Class.Method.verified.txt</c> beside the test and writes
/// <c>Class.Method.received.txt</c> when they differ. <c>VERIFY_ACCEPT=1</c> accepts what was received, never on CI.
/// </summary>
public static class Verifier
{
    /// <summary>Compares <paramref name="target"/>, with line ends as LF, with the verified file of the calling test.</summary>
    public static SettingsTask Verify(string? target, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        new(target, sourceFile, method);
}
