using GraphRun.Formats.Stores;

namespace GraphRun.Formats.Sessions;

/// <summary>What a run found when it began.</summary>
/// <param name="State">Null when the session did not exist yet.</param>
public sealed record PastState(SessionState? State);
