namespace GraphRun.Cli.Measurements;

/// <summary>How much to measure.</summary>
/// <param name="Runs">Exactly so many runs; null for as many as fit into the time.</param>
/// <param name="Time">How long to go on.</param>
/// <param name="WarmUp">Runs before, which are not counted.</param>
internal sealed record BenchBudget(int? Runs, TimeSpan Time, int WarmUp)
{
    private const int LeastRuns = 10;
    private const int MostRuns = 1_000_000;

    /// <summary>Whether there is to be another run after so many in so much time.</summary>
    public bool IsOpen(int runs, TimeSpan elapsed) =>
        Runs is { } wanted ? runs < wanted : runs < LeastRuns || (runs < MostRuns && elapsed < Time);
}
