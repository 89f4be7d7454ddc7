using System.Runtime.CompilerServices;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Passes;

/// <summary>
/// A plan while passes work on it: steps in canonical order, what is known of their slots, and the values that are there already. Every
/// slot is written once, so a step may be left out, or a pure one moved behind, as long as whoever reads its slots still finds them.
/// </summary>
internal sealed class PlanDraft
{
    private readonly HashSet<Node> roots;

    /// <param name="steps">The steps in canonical order.</param>
    /// <param name="slots">What is known of each slot.</param>
    /// <param name="values">Per slot its value, where it is known before any run.</param>
    /// <param name="fetches">The slots that are fetched.</param>
    /// <param name="request">What the run is asked for.</param>
    /// <param name="slotOf">The slot of each node's output.</param>
    internal PlanDraft(
        List<PlannedStep> steps, List<SlotUse> slots, Tensor?[] values, int[] fetches, RunRequest request, IReadOnlyDictionary<Output, int> slotOf)
    {
        (Steps, Slots, Values, Fetches, Request, SlotOf) = (steps, slots, values, fetches, request, slotOf);
        var used = UseCounts();
        roots = [.. request.Targets];
        foreach (var step in steps)
        {
            if (!step.Node.IsPure || step.Read is not null || !step.AnyOutput(used))
                roots.Add(step.Node);
        }
    }

    internal List<PlannedStep> Steps { get; private set; }

    internal List<SlotUse> Slots { get; }

    internal Tensor?[] Values { get; }

    internal int[] Fetches { get; }

    internal RunRequest Request { get; }

    internal IReadOnlyDictionary<Output, int> SlotOf { get; }

    internal List<PassNote> Notes { get; } = [];

    internal bool Has(PlanPasses pass) => (Request.Passes & pass) != 0;

    /// <summary>Whether somebody is going to read <see cref="Notes"/>.</summary>
    internal bool KeepsNotes { get; init; }

    internal void Note(PlanPasses pass, Node node, bool isDone, string text)
    {
        if (KeepsNotes)
            Notes.Add(new PassNote(pass, node, isDone, text));
    }

    internal void Note(PlanPasses pass, Node node, bool isDone, [InterpolatedStringHandlerArgument("")] ref NoteText text)
    {
        if (KeepsNotes)
            Notes.Add(new PassNote(pass, node, isDone, text.ToString()));
    }

    /// <summary>The value is the same in every run of the plan.</summary>
    internal bool IsConstant(int slot) => slot >= 0 && Values[slot] is not null;

    /// <summary>The slots of constants that steps read, each once.</summary>
    internal IEnumerable<int> UsedConstants() => Steps.SelectMany(step => step.Inputs).Where(IsConstant).Distinct();

    /// <summary>How often each slot is read by steps or fetched.</summary>
    internal int[] UseCounts()
    {
        var counts = new int[Slots.Count];
        foreach (var step in Steps)
        {
            foreach (var slot in step.Inputs)
            {
                if (slot >= 0)
                    counts[slot]++;
            }
        }

        foreach (var slot in Fetches)
            counts[slot]++;
        return counts;
    }

    /// <summary>Reads every slot's stand-in in its place.</summary>
    /// <param name="standIn">Per slot the slot to read; chains are followed.</param>
    internal void Redirect(int[] standIn)
    {
        foreach (var step in Steps)
        {
            for (var i = 0; i < step.Inputs.Length; i++)
                step.Inputs[i] = Follow(standIn, step.Inputs[i]);
        }

        for (var i = 0; i < Fetches.Length; i++)
            Fetches[i] = Follow(standIn, Fetches[i]);
    }

    /// <summary>The slots, each standing for itself.</summary>
    internal int[] Unredirected() => [.. Enumerable.Range(0, Slots.Count)];

    internal static int Follow(int[] standIn, int slot)
    {
        while (slot >= 0 && standIn[slot] != slot)
            slot = standIn[slot];
        return slot;
    }

    /// <summary>Puts other steps, in canonical order, in the place of all.</summary>
    internal void Replace(List<PlannedStep> steps) => Steps = steps;

    /// <summary>Leaves out the pure steps that only steps needed which are no more.</summary>
    internal void RemoveUnused()
    {
        var needed = new int[Slots.Count];
        foreach (var slot in Fetches)
            needed[slot] = 1;
        var kept = new List<PlannedStep>(Steps.Count);
        for (var i = Steps.Count - 1; i >= 0; i--)
        {
            var step = Steps[i];
            if (!step.AnyOutput(needed) && !roots.Contains(step.Node))
                continue;
            kept.Add(step);
            foreach (var slot in step.Inputs)
            {
                if (slot >= 0)
                    needed[slot] = 1;
            }
        }

        kept.Reverse();
        Steps = kept;
    }
}
