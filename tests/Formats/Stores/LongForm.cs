namespace GraphRun.Tests.Formats.Stores;

/// <summary>Tests that try many cases try a sample of them, and all of them when GRAPHRUN_LONG_TESTS is set.</summary>
internal static class LongForm
{
    public static bool IsOn { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GRAPHRUN_LONG_TESTS"));

    private static bool IsCI { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    /// <summary>How many rounds to make.</summary>
    /// <param name="onCI">Where CI makes more than a developer does between two edits.</param>
    public static int Rounds(int sample, int all, int? onCI = null) => IsOn ? all : IsCI ? onCI ?? sample : sample;
}
