using System.Text;

namespace GraphRun.Tests;

/// <summary>The files behind <see cref="Verifier"/>: UTF-8 with BOM, LF, no newline added at the end.</summary>
public static class Snapshot
{
    private static readonly UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>A developer asked for it and this is no build server.</summary>
    public static bool MayAccept { get; } = IsSet("VERIFY_ACCEPT") && !IsSet("CI");

    /// <summary>Compares the text with <c>NAME.verified.txt</c>; on a mismatch writes <c>NAME.received.txt</c> and throws.</summary>
    public static async Task Compare(string directory, string name, string target, bool mayAccept)
    {
        var received = target.Length == 0 ? "emptyString" : target.ReplaceLineEndings("\n");
        var verifiedPath = Path.Combine(directory, $"{name}.verified.txt");
        var receivedPath = Path.Combine(directory, $"{name}.received.txt");
        var verified = File.Exists(verifiedPath) ? await File.ReadAllTextAsync(verifiedPath, encoding) : null;
        if (verified?.Contains('\r', StringComparison.Ordinal) == true)
            throw new VerifyException($"{verifiedPath} holds a carriage return; verified files have LF alone");
        if (verified == received)
        {
            File.Delete(receivedPath);
            return;
        }

        await File.WriteAllTextAsync(mayAccept ? verifiedPath : receivedPath, received, encoding);
        if (mayAccept)
            return;
        var cause = verified is null ? "New" : "NotEqual";
        throw new VerifyException($"{cause}: {receivedPath}\n--- received\n{received}\n--- verified\n{verified}");
    }

    private static bool IsSet(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value is not ("0" or "false");
}
