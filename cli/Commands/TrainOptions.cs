namespace GraphRun.Cli.Commands;

/// <summary>What the command line of <c>train</c> asks for, read and checked.</summary>
internal sealed record TrainOptions
{
    /// <summary>The words behind <c>train</c>, to be read again by a replay.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The graph file as the user named it; <c>-</c> is standard input.</summary>
    public required string Graph { get; init; }

    /// <summary>The node that is one step.</summary>
    public required string Target { get; init; }

    /// <summary>Scalars to watch; the first one is what patience is about.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    public required IReadOnlyList<string> Data { get; init; }

    public required IReadOnlyList<string> Validation { get; init; }

    public required IReadOnlyList<string> Feeds { get; init; }

    public required long BatchSize { get; init; }

    /// <summary>The epochs that the session has seen in the end; null when they do not count.</summary>
    public required long? Epochs { get; init; }

    /// <summary>The steps that the session has made in the end; null when they do not count.</summary>
    public required long? Steps { get; init; }

    public required bool Shuffles { get; init; }

    public required bool DropsRest { get; init; }

    /// <summary>Report the metrics after so many steps; null: after each epoch.</summary>
    public required long? Every { get; init; }

    public required StopCondition? Until { get; init; }

    /// <summary>Stop when the first metric has not improved for so many reports.</summary>
    public required long? Patience { get; init; }

    public required long? CheckpointEvery { get; init; }

    public required bool ChecksFinite { get; init; }

    /// <summary>The file that metrics are appended to as JSON lines.</summary>
    public required string? MetricsPath { get; init; }

    /// <summary>The folder for TensorBoard's event files.</summary>
    public required string? EventFolder { get; init; }

    public required long? Seed { get; init; }

    public required string? Session { get; init; }

    public required string StorePath { get; init; }

    public required bool IsEphemeral { get; init; }

    public required TimeSpan? LockTimeout { get; init; }

    public required int? Threads { get; init; }

    public required TimeSpan? Timeout { get; init; }
}
