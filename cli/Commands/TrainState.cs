namespace GraphRun.Cli.Commands;

/// <summary>How far a training is.</summary>
/// <param name="Step">The steps that the session has made.</param>
/// <param name="Total">The steps after which it ends; null when nobody knows.</param>
/// <param name="Epoch">How often the examples have been seen; null when there are none.</param>
/// <param name="Metric">The name of the first metric.</param>
/// <param name="Value">Its mean since the last report.</param>
/// <param name="Rate">Examples in a second, or steps where there are none.</param>
/// <param name="Left">The time until the end; null when nobody knows.</param>
internal readonly record struct TrainState(
    long Step, long? Total, double? Epoch, string Metric, double Value, double Rate, TimeSpan? Left);
