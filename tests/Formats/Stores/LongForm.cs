namespace GraphRun.Tests.Formats.Stores;

/// <summary>Tests that try many cases try a sample of them, and all of them when GRAPHRUN_LONG_TESTS is set.</summary>
internal static class LongForm
{
    public static bool IsOn { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GRAPHRUN_LONG_TESTS"));

    private static bool IsCI { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    /// <summary>
    /// All cases, counted from 0; when GRAPHRUN_LONG_TESTS is I/N, every N-th from the I-th on, so that N processes can share them or
    /// one can do them bit by bit.
    /// </summary>
    public static IEnumerable<int> Part(int count)
    {
        var part = Environment.GetEnvironmentVariable("GRAPHRUN_LONG_TESTS")?.Split('/');
        var (first, step) = part is { Length: 2 } ? (int.Parse(part[0]) - 1, int.Parse(part[1])) : (0, 1);
        for (var index = first; index < count; index += step)
            yield return index;
    }

    /// <summary>How many rounds to make.</summary>
    /// <param name="onCI">Where CI makes more than a developer does between two edits.</param>
    public static int Rounds(int sample, int all, int? onCI = null) => IsOn ? all : IsCI ? onCI ?? sample : sample;
}
