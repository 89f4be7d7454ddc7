using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>The ops with which TensorFlow 1 wrote branches and loops.</summary>
internal enum FlowKind
{
    /// <summary>Any other op.</summary>
    None,

    /// <summary>Gives its input on at one of two outputs; what follows the other one does not run.</summary>
    Switch,

    /// <summary>Gives on whichever of its inputs has run.</summary>
    Merge,

    /// <summary>Brings a value into a loop.</summary>
    Enter,

    /// <summary>Brings a value out of a loop.</summary>
    Exit,

    /// <summary>Brings a value into the next iteration.</summary>
    NextIteration,

    /// <summary>The condition of a loop.</summary>
    LoopCond,
}

internal static class FlowKinds
{
    public static FlowKind Of(NodeDef node) => node.Op.Text switch
    {
        "Switch" or "RefSwitch" => FlowKind.Switch,
        "Merge" or "RefMerge" => FlowKind.Merge,
        "Enter" or "RefEnter" => FlowKind.Enter,
        "Exit" or "RefExit" => FlowKind.Exit,
        "NextIteration" or "RefNextIteration" => FlowKind.NextIteration,
        "LoopCond" => FlowKind.LoopCond,
        _ => FlowKind.None,
    };
}
