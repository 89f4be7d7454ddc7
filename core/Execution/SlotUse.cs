using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>What the planner knows of a slot: what it holds, and how long.</summary>
internal sealed class SlotUse(DType dtype, Shape shape)
{
    internal DType DType => dtype;

    /// <summary>The shape that every value has, as far as known.</summary>
    internal Shape Shape { get; set; } = shape;

    /// <summary>The value is there before the first step: a feed or a constant.</summary>
    internal bool IsGiven { get; set; }

    /// <summary>The slot whose storage this one may share: itself, or an earlier one of its group.</summary>
    internal int Group { get; set; }

    /// <summary>The last step that uses a value of this slot's group; -1 when none does. Kept at the group's first slot.</summary>
    internal int LastUse { get; set; } = -1;

    /// <summary>The storage leaves the plan: fetched, or kept by a variable. Kept at the group's first slot.</summary>
    internal bool Escapes { get; set; }

    /// <summary>The value has two storages of its own, which take turns from run to run.</summary>
    internal bool Alternates { get; set; }

    /// <summary>The storage planned for the slot; null when each run allocates it.</summary>
    internal Tensor? Storage { get; set; }
}
