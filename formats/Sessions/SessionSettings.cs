using GraphRun.Errors;

namespace GraphRun.Formats.Sessions;

/// <summary>How a session is opened.</summary>
public sealed record SessionSettings
{
    /// <summary>Tells where it lives, once something of it is touched; null for a session in memory, which ends with the process.</summary>
    public Func<SessionAddress>? Address { get; init; }

    /// <summary>The checkpoint, by number or tag, whose state is read; the session is not changed then. Null for the newest.</summary>
    public string? At { get; init; }

    /// <summary>The state to start from instead of the session's own, to repeat a run; nothing is committed then.</summary>
    public PastState? Replays { get; init; }

    /// <summary>
    /// Variables that the graph calls otherwise than the session: <c>old=new</c>, what stands below <c>old/</c> included.
    /// </summary>
    public IReadOnlyList<VariableRename> Renames { get; init; } = [];

    /// <summary>Variables of the session that the graph no longer declares are removed from it.</summary>
    public bool DropsGone { get; init; }

    /// <summary>How long to wait for others who work on the session; null for the store's default.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>The command line, which others who wait are told.</summary>
    public string Command { get; init; } = "";

    /// <summary>The seed to use instead of the graph's.</summary>
    public long? Seed { get; init; }

    /// <summary>Stored values whose dtype or shape the graph no longer declares count as missing.</summary>
    public bool ReplacesUnfit { get; init; }

    /// <summary>Receives what does not fit between the session and a graph that has changed since, once the session is read.</summary>
    public Action<IReadOnlyList<Diagnostic>> Warn { get; init; } = _ => { };

    /// <summary>Receives what Print ops say, line by line.</summary>
    public Action<string> Print { get; init; } = _ => { };
}
