using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>What is written down with a new checkpoint about the run that made it; enough to repeat the run.</summary>
public sealed record CheckpointRecord
{
    public CheckpointKind Kind { get; init; }

    /// <summary>Where the state came from when not from a run.</summary>
    public string? Source { get; init; }

    /// <summary>Default: now.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The command line.</summary>
    public string Command { get; init; } = "";

    /// <summary>The fingerprint of the graph; empty for none.</summary>
    public string Graph { get; init; } = "";

    /// <summary>The text of the graph, stored once for all checkpoints that share it; null when it is not to be recorded.</summary>
    public string? GraphText { get; init; }

    /// <summary>Names without control characters, as all names here.</summary>
    public IReadOnlyList<string> Fetches { get; init; } = [];

    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The digest of everything fed; empty for none.</summary>
    public string Feeds { get; init; } = "";

    /// <summary>The values fed, as far as they are to be recorded.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> RecordedFeeds { get; init; } = [];

    /// <summary>The seed given to the run; null for none.</summary>
    public long? Seed { get; init; }

    /// <summary>What else is needed to repeat the run.</summary>
    public string Options { get; init; } = "";

    /// <summary>The version of the program.</summary>
    public string Program { get; init; } = "";

    /// <summary>How many of the newest checkpoints the session keeps from now on, at least 1; null: as before (at first 20).</summary>
    public int? Keep { get; init; }
}
