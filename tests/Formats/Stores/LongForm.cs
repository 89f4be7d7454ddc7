namespace GraphRun.Tests.Formats.Stores;

/// <summary>Tests that try many cases try a sample of them, and all of them when GRAPHRUN_LONG_TESTS is set.</summary>
internal static class LongForm
{
    public static bool IsOn { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GRAPHRUN_LONG_TESTS"));

    /// <summary>How many rounds to make.</summary>
    public static int Rounds(int sample, int all) => IsOn ? all : sample;
}
