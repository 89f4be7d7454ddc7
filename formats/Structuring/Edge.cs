namespace GraphRun.Formats.Structuring;

/// <summary>An edge between two nodes of a <see cref="Region"/>.</summary>
/// <param name="From">The index of the node it starts from.</param>
/// <param name="Output">The output it starts from; 0 for a control edge.</param>
internal readonly record struct Edge(int From, int Output, bool IsControl);
