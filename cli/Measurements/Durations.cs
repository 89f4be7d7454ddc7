namespace GraphRun.Cli.Measurements;

/// <summary>Durations of the same thing again and again, in milliseconds.</summary>
internal sealed class Durations
{
    private readonly double[] sorted;

    /// <param name="milliseconds">At least one.</param>
    public Durations(IEnumerable<double> milliseconds)
    {
        sorted = [.. milliseconds];
        Array.Sort(sorted);
    }

    public int Count => sorted.Length;

    public double Least => sorted[0];

    public double Median => Percentile(50);

    public double Mean => sorted.Average();

    /// <summary>The smallest duration that so many percent do not exceed.</summary>
    public double Percentile(int percent) => sorted[Math.Max(0, (int)Math.Ceiling(percent / 100.0 * sorted.Length) - 1)];
}
