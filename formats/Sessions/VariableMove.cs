using GraphRun.Formats.Stores;
using GraphRun.Graphs;

namespace GraphRun.Formats.Sessions;

/// <summary>What becomes of a variable when a session is run with a graph.</summary>
public enum VariableFate
{
    /// <summary>It keeps its value.</summary>
    Kept,

    /// <summary>It keeps its value under another name.</summary>
    Renamed,

    /// <summary>The graph declares it, and the session has no value for it.</summary>
    New,

    /// <summary>Its dtype or shape in the session is not what the graph declares.</summary>
    Unfit,

    /// <summary>The graph does not declare it; it stays in the session unused.</summary>
    Gone,

    /// <summary>The graph does not declare it, and it is removed.</summary>
    Dropped,
}

/// <summary>A variable of a session, of a graph, or of both.</summary>
/// <param name="Name">In the graph; in the session where the graph has none.</param>
/// <param name="Stored">As the session has it; null when it has none.</param>
/// <param name="Declared">As the graph declares it; null when it does not.</param>
public sealed record VariableMove(string Name, VariableFate Fate, StoredVariable? Stored, VariableDeclaration? Declared);
