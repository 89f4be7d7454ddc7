using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>Something that a repeated run left otherwise than its checkpoint has it.</summary>
/// <param name="Name">A variable or, where <paramref name="IsRandom"/>, a random op.</param>
/// <param name="Expected">The value in the checkpoint; null for none. A position of random numbers as two words.</param>
/// <param name="Actual">The value that the repeated run left.</param>
public sealed record ReplayDifference(string Name, bool IsRandom, Tensor? Expected, Tensor? Actual);

/// <summary>What a repeated run gave.</summary>
/// <param name="Results">The fetched values of its last run; none where each line of feeds gave its own.</param>
/// <param name="Differences">In the order of names; empty when the run led to its checkpoint bit for bit.</param>
public sealed record ReplayedRun(IReadOnlyList<(string Name, Tensor Value)> Results, IReadOnlyList<ReplayDifference> Differences);
