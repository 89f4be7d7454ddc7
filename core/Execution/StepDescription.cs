using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>Where the output of a step goes.</summary>
public enum OutputPlace
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Into a buffer of the plan.</summary>
    Buffer,

    /// <summary>Into the buffer of an input that nobody needs any more.</summary>
    OverInput,

    /// <summary>It is an input, or the value of a variable.</summary>
    Forwarded,

    /// <summary>Into memory of its own, because it is fetched or kept.</summary>
    Result,

    /// <summary>Into memory that is allocated in each run, because its shape is not known or because it is kept.</summary>
    Allocated,
}

/// <summary>One step of a plan.</summary>
public sealed record StepDescription
{
    /// <summary>The node whose output the step gives.</summary>
    public required string Name { get; init; }

    /// <summary>The ops that it computes, in order.</summary>
    public required IReadOnlyList<string> Ops { get; init; }

    /// <summary>The nodes that it computes, in order.</summary>
    public required IReadOnlyList<Node> Nodes { get; init; }

    /// <summary>The names of its inputs, constants included.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    public required IReadOnlyList<(DType DType, Shape Shape)> Outputs { get; init; }

    /// <summary>The plan's buffer that the first output lies in; null when it lies in none.</summary>
    public required int? Buffer { get; init; }

    public required OutputPlace Place { get; init; }

    /// <summary>Floating-point operations; null when shapes are not known.</summary>
    public required long? Work { get; init; }
}
