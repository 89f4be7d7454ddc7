namespace GraphRun.Formats.Stores;

/// <summary>One committed state of a session and the run, or other action, that made it.</summary>
public sealed record Checkpoint
{
    /// <summary>Counts from 1 within the session, without gaps when made; old ones disappear.</summary>
    public required long Number { get; init; }

    /// <summary>The checkpoint whose state this one started from; 0 for none in this session.</summary>
    public required long Parent { get; init; }

    public required CheckpointKind Kind { get; init; }

    /// <summary>Where the state came from when not from a run: <c>A@3</c> for a fork, a file for an import; null for a run.</summary>
    public string? Source { get; init; }

    /// <summary>When it was committed, in UTC, to the millisecond.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The command line.</summary>
    public required string Command { get; init; }

    /// <summary>The fingerprint of the graph; empty for none.</summary>
    public required string Graph { get; init; }

    public required IReadOnlyList<string> Fetches { get; init; }

    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The digest of everything fed; empty for none.</summary>
    public required string Feeds { get; init; }

    /// <summary>The seed given to the run; null for none.</summary>
    public long? Seed { get; init; }

    /// <summary>What else is needed to repeat the run, as its writer spelt it.</summary>
    public required string Options { get; init; }

    /// <summary>The version of the program.</summary>
    public required string Program { get; init; }

    /// <summary>The number of variables and random counters in the state.</summary>
    public required long TensorCount { get; init; }

    /// <summary>A digest of names and values of the whole state: equal for equal states in any session and store.</summary>
    public required ulong Digest { get; init; }

    /// <summary>The variables that got another value, or lost theirs, in order of names.</summary>
    public IReadOnlyList<string> ChangedVariables =>
        [.. Changed.Where(change => change.Kind == TensorKind.Variable).Select(change => change.Name)];

    /// <summary>The random ops whose positions moved, in order of names.</summary>
    public IReadOnlyList<string> MovedCounters =>
        [.. Changed.Where(change => change.Kind == TensorKind.RandomCounter).Select(change => change.Name)];

    internal IReadOnlyList<(TensorKind Kind, string Name)> Changed { get; init; } = [];

    internal long Session { get; init; }

    /// <summary>Whether a later checkpoint exists or existed.</summary>
    internal bool Superseded { get; init; }

    /// <summary>The checksum of the row.</summary>
    internal uint Seal()
    {
        var seal = default(Checksum);
        ReadOnlySpan<long> numbers =
            [Session, Number, Parent, Superseded ? 1 : 0, Time.ToUnixTimeMilliseconds(), TensorCount, (long)Digest];
        foreach (var number in numbers)
            seal.Append(number);
        seal.Append(Seed);
        ReadOnlySpan<string?> texts =
            [Kind.Word(), Source, Command, Graph, Lines(Fetches), Lines(Targets), Feeds, Options, Program, ChangedText()];
        foreach (var text in texts)
            seal.Append(text);
        return seal.Value;
    }

    /// <summary>One change a line: the digit of the kind, then the name.</summary>
    internal string ChangedText() => Lines(Changed.Select(change => $"{(int)change.Kind}{change.Name}"));

    internal static IReadOnlyList<(TensorKind Kind, string Name)> ParseChanged(string text) =>
        [.. ParseLines(text).Where(line => line.Length > 0).Select(line => ((TensorKind)(line[0] - '0'), line[1..]))];

    internal static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    internal static string[] ParseLines(string text) => text.Length == 0 ? [] : text.Split('\n');
}
