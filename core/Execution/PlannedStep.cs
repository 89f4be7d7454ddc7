using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>A step while the plan is being made: which slots it reads and writes, and what memory it gets.</summary>
/// <param name="Read">Set when the step is no node but the read of a variable that the planner puts before its user.</param>
internal sealed record PlannedStep(Node Node, int[] Inputs, int FirstOutput, int OutputCount, VariableRead? Read)
{
    /// <summary>The slots of the outputs.</summary>
    internal IEnumerable<int> Outputs => Enumerable.Range(FirstOutput, OutputCount);

    /// <summary>Whether the count of any output is above 0.</summary>
    internal bool AnyOutput(int[] counts)
    {
        for (var slot = FirstOutput; slot < FirstOutput + OutputCount; slot++)
        {
            if (counts[slot] > 0)
                return true;
        }

        return false;
    }

    /// <summary>The elementwise steps that this step computes, its own or those behind its own; null for a node by itself.</summary>
    internal ElementwiseChain? Chain { get; init; }

    /// <summary>What computes the step in the place of its node's own kernel; null when nothing does.</summary>
    internal Kernel? Fused { get; init; }

    /// <summary>The nodes before the step's own that <see cref="Fused"/> computes with it.</summary>
    internal Node[] Absorbed { get; init; } = [];

    /// <summary>
    /// The node that puts zeros around the first input, and how many before and behind each dim, of which the kernel thinks; null for none.
    /// </summary>
    internal (Node Node, long[] Sizes)? Margins { get; init; }

    /// <summary>Storage for the outputs, null where it must be fresh in each run.</summary>
    internal Tensor?[]? Planned { get; set; }

    /// <summary>What takes turns with <see cref="Planned"/> from run to run; null when nothing does.</summary>
    internal Tensor?[]? Alternate { get; set; }

    /// <summary>No output leaves the plan, nor does anything that may share its storage.</summary>
    internal bool IsPassing { get; set; }

    /// <summary>Outputs that have no storage yet when the plan is made, and whose storage the plan takes back.</summary>
    internal bool[]? Pooled { get; set; }

    /// <summary>The outputs of which a step has the last use, of steps that take their storage from the pool.</summary>
    internal List<(int Step, int Output)>? Returned { get; set; }

    /// <summary>The first output lies over an input.</summary>
    internal bool TookOver { get; set; }

    /// <summary>Slots whose values nobody needs after this step.</summary>
    internal int[]? Released { get; set; }

    /// <summary>Outputs may be inputs passed on, so they live in the same storage.</summary>
    internal bool ForwardsInputs => Read is null && Chain is null && Node.Op.ForwardsInputs && Node.Op.NeverForwards?.Invoke(Node) != true;

    /// <summary>Inputs may be kept by the session, so their storage is given away.</summary>
    internal bool KeepsInputs => Read is null && Chain is null && Node.KeepsInputs;

    /// <summary>The output may lie over an input of the same dtype and shape.</summary>
    internal bool WorksInPlace => Chain?.WorksInPlace ?? Node.Op.WorksInPlace;
}
