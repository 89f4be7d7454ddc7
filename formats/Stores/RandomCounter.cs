namespace GraphRun.Formats.Stores;

/// <summary>Where a random op stands in its stream of numbers: two words whose meaning is the op's own.</summary>
public readonly record struct RandomCounter(ulong Low, ulong High);
