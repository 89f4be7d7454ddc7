using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Passes;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>What a plan is going to do, for people to read.</summary>
public sealed class PlanDescription
{
    private readonly PlanDraft draft;
    private readonly string[] slotNames;
    private readonly List<Tensor> buffers = [];

    internal PlanDescription(Plan plan, PlanDraft draft)
    {
        (Plan, this.draft) = (plan, draft);
        slotNames = NameSlots();
        Steps = [.. draft.Steps.Select(Describe)];
        ConstantBytes = draft.UsedConstants().Sum(slot => draft.Values[slot]!.ByteCount);
        FetchedBytes = draft.Fetches.Distinct().Where(slot => !draft.Slots[slot].IsGiven).Sum(slot => Bytes(draft.Slots[slot]) ?? 0);
    }

    /// <summary>The plan, ready to run.</summary>
    public Plan Plan { get; }

    /// <summary>The plan's steps in the order in which they run.</summary>
    public IReadOnlyList<StepDescription> Steps { get; }

    /// <summary>What passes did, and what they left alone and why.</summary>
    public IReadOnlyList<PassNote> Notes => draft.Notes;

    /// <summary>The sizes of the buffers in which values take turns, in bytes; <see cref="StepDescription.Buffer"/> counts them from 0.</summary>
    public IReadOnlyList<long> Buffers => [.. buffers.Select(buffer => buffer.StorageBytes)];

    /// <summary>The bytes of constants that steps read.</summary>
    public long ConstantBytes { get; }

    /// <summary>The bytes of fetched values, as far as their shapes are known.</summary>
    public long FetchedBytes { get; }

    /// <summary>The most memory that values take at a time: buffers, constants and results; without what is allocated as the plan runs.</summary>
    public long PeakBytes => buffers.Sum(buffer => buffer.StorageBytes) + ConstantBytes + FetchedBytes;

    /// <summary>Floating-point operations of one run, as far as shapes are known.</summary>
    public long Work => Steps.Sum(step => step.Work ?? 0);

    private StepDescription Describe(PlannedStep step)
    {
        var members = step.Chain?.Members ?? step.Absorbed;
        var isProduct = step.Chain is { Host: >= 0 };
        Node[] nodes = isProduct ? [step.Node, .. members] : step.Chain is null ? [.. members, step.Node] : members;
        if (step.Margins is { } margins)
            nodes = [margins.Node, .. nodes];
        var last = step.Chain is null ? step.Node : members[^1];
        return new StepDescription
        {
            Name = step.Read is null ? last.Name : $"{slotNames[step.FirstOutput]} (read)",
            Ops = step.Read is not null ? ["read"] : [.. nodes.Select(node => node.Op.Name)],
            Nodes = nodes,
            Inputs = [.. step.Inputs.Where(slot => slot >= 0).Select(slot => slotNames[slot])],
            Outputs = [.. step.Outputs.Select(slot => (draft.Slots[slot].DType, draft.Slots[slot].Shape))],
            Buffer = step.Planned is [{ } storage, ..] ? BufferOf(storage) : null,
            Place = PlaceOf(step),
            Work = step.Read is null ? WorkOf(step, members) : 0,
        };
    }

    private int BufferOf(Tensor storage)
    {
        var index = buffers.FindIndex(storage.SharesStorageWith);
        if (index >= 0)
            return index;
        buffers.Add(storage);
        return buffers.Count - 1;
    }

    private OutputPlace PlaceOf(PlannedStep step)
    {
        if (step.OutputCount == 0)
            return OutputPlace.None;
        if (step.Planned is [{ } storage, ..])
            return step.TookOver ? OutputPlace.OverInput : OutputPlace.Buffer;
        return step.ForwardsInputs || step.Read is not null ? OutputPlace.Forwarded
            : draft.Fetches.Contains(step.FirstOutput) ? OutputPlace.Result : OutputPlace.Allocated;
    }

    // A rule counts with the graph's shapes, in which the batch may be open; the plan's may say how large it is.
    private long? WorkOf(PlannedStep step, Node[] members)
    {
        if (step.OutputCount == 0)
            return 0;
        var elements = draft.Slots[step.FirstOutput].Shape.ElementCount;
        var own = step.Chain is { Host: < 0 } ? 0 : FlopRules.Of(step.Node);
        var counted = FlopRules.Elements(step.Node.OutputShapes[0]);
        return elements < 0 || own is null ? own : (counted > 0 ? own / counted * elements : own) + elements * members.Length;
    }

    private static long? Bytes(SlotUse slot) => slot.Shape.IsFullyDefined ? slot.Shape.ElementCount * slot.DType.Size() : null;

    private string[] NameSlots()
    {
        var names = new string[draft.Slots.Count];
        foreach (var (output, slot) in draft.SlotOf)
            names[slot] = output.ToString();
        foreach (var step in draft.Steps.Where(step => step.Read is not null))
            names[step.FirstOutput] = step.Read!.VariableName;
        for (var i = 0; i < names.Length; i++)
            names[i] ??= "";
        return names;
    }
}
