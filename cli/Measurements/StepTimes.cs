using GraphRun.Execution;

namespace GraphRun.Cli.Measurements;

/// <summary>What a step of a plan cost.</summary>
/// <param name="Step">The step.</param>
/// <param name="Milliseconds">The median of its durations.</param>
/// <param name="Bytes">The bytes that it read and wrote.</param>
internal sealed record StepTime(StepDescription Step, double Milliseconds, long Bytes)
{
    /// <summary>Billions of floating-point operations per second; null when their number is not known or 0.</summary>
    public double? GigaFlops => Step.Work is > 0 and var work && Milliseconds > 0 ? work / Milliseconds / 1e6 : null;

    /// <summary>Billions of bytes per second.</summary>
    public double GigaBytes => Milliseconds > 0 ? Bytes / Milliseconds / 1e6 : 0;

    /// <summary>The steps of a plan with their times, in the order of the plan.</summary>
    /// <param name="description">The plan.</param>
    /// <param name="recordings">One per run of it; at least one.</param>
    public static IReadOnlyList<StepTime> Of(PlanDescription description, IReadOnlyList<Recording> recordings) =>
        [.. description.Steps.Select((step, index) => new StepTime(
            step,
            new Durations(recordings.Select(recording => recording.Steps[index].Milliseconds)).Median,
            recordings[^1].Steps[index].BytesRead + recordings[^1].Steps[index].BytesWritten))];
}
