namespace GraphRun.Tests.Cli;

/// <summary>What one call of the program answered.</summary>
/// <param name="Bytes">Standard output as it was written.</param>
public sealed record CommandResult(int ExitCode, byte[] Bytes, string Error)
{
    public string Output => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>As a console shows it, for snapshots: standard output, then standard error, then the exit code unless it is 0.</summary>
    public override string ToString() => Output + Error + (ExitCode == 0 ? "" : $"exit {ExitCode}\n");
}
