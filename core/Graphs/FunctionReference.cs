namespace GraphRun.Graphs;

/// <summary>The value of an attr that names a function of the graph's library.</summary>
public sealed record FunctionReference(string Name);
