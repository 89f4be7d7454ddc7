namespace GraphRun.Formats.Stores;

/// <summary>What a stored tensor is to its session. The numbers are written to files.</summary>
internal enum TensorKind
{
    Variable = 0,

    /// <summary>The position of a random op in its stream of numbers.</summary>
    RandomCounter = 1,

    /// <summary>A value fed to one run, kept so that the run can be repeated.</summary>
    Feed = 2,

    /// <summary>The text of the graph.</summary>
    Graph = 3,
}
