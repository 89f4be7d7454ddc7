using GraphRun.Cli.Printing;
using GraphRun.Formats.Models;
using GraphRun.Formats.Sessions;

namespace GraphRun.Cli.Commands;

/// <summary>What the command line of <c>run</c> asks for, read and checked.</summary>
internal sealed record RunOptions
{
    /// <summary>The graph file as the user named it; <c>-</c> is standard input.</summary>
    public required string Graph { get; init; }

    /// <summary>Which part of a model is meant.</summary>
    public required ModelChoice Model { get; init; }

    public required IReadOnlyList<string> Fetches { get; init; }

    public required IReadOnlyList<string> Targets { get; init; }

    public required IReadOnlyList<string> Feeds { get; init; }

    public required IReadOnlyList<string> FeedFiles { get; init; }

    public required bool Initializes { get; init; }

    /// <summary>How often to run, at least 1.</summary>
    public required long Repeat { get; init; }

    /// <summary>Print every so many runs; null prints the last one alone.</summary>
    public required long? Every { get; init; }

    /// <summary>The file with a line of feeds for each run, <c>-</c> for standard input; null for one run.</summary>
    public required string? Each { get; init; }

    /// <summary>Lines whose run fails are told and passed over.</summary>
    public required bool KeepsGoing { get; init; }

    /// <summary>Conditions that must hold after each run.</summary>
    public required IReadOnlyList<string> Asserts { get; init; }

    /// <summary>A NaN or an infinity anywhere fails.</summary>
    public required bool ChecksFinite { get; init; }

    /// <summary>Variables that the graph calls otherwise than the session.</summary>
    public required IReadOnlyList<VariableRename> Renames { get; init; }

    /// <summary>Variables of the session that the graph no longer declares are removed.</summary>
    public required bool DropsGone { get; init; }

    /// <summary>Feeds and graph are recorded whatever their size.</summary>
    public required bool Records { get; init; }

    public required long? Seed { get; init; }

    /// <summary>The session asked for; null for the graph's own.</summary>
    public required string? Session { get; init; }

    /// <summary>The store asked for; null for the environment's or the default.</summary>
    public required string? Store { get; init; }

    /// <summary>The store to use.</summary>
    public required string StorePath { get; init; }

    /// <summary>The checkpoint whose state is read, by number or tag; null for the newest, which may be written.</summary>
    public required string? At { get; init; }

    public required bool IsEphemeral { get; init; }

    public required TimeSpan? LockTimeout { get; init; }

    public required OutputFormat Format { get; init; }

    /// <summary>The file to write results to; null for standard output.</summary>
    public required string? OutputPath { get; init; }

    /// <summary>The folder into which each value goes as a file; null prints them.</summary>
    public required string? SaveFolder { get; init; }

    /// <summary>The file to write a trace to; null for none.</summary>
    public required string? TracePath { get; init; }

    public required int? Threads { get; init; }

    public required TimeSpan? Timeout { get; init; }
}
