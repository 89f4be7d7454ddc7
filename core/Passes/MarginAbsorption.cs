using GraphRun.Execution;

namespace GraphRun.Passes;

/// <summary>
/// Lets kernels that can read their first input as if zeros stood around it do so, and leaves out the steps that would have put zeros
/// there, when nobody else reads what those give.
/// </summary>
internal static class MarginAbsorption
{
    internal static void Apply(PlanDraft draft)
    {
        var margins = new Dictionary<int, (PlannedStep Step, long[] Sizes)>();
        var takers = new Dictionary<int, int>();
        foreach (var step in draft.Steps)
        {
            if (MarginsOf(draft, step) is { } sizes)
                margins.Add(step.FirstOutput, (step, sizes));
            else if (Taken(step, margins) is { } slot)
                takers[slot] = takers.GetValueOrDefault(slot) + 1;
        }

        if (margins.Count == 0)
            return;
        var uses = draft.UseCounts();
        foreach (var (slot, (step, _)) in margins.ToList())
        {
            if (uses[slot] == takers.GetValueOrDefault(slot))
                continue;
            margins.Remove(slot);
            draft.Note(PlanPasses.MarginAbsorption, step.Node, false, "what reads it cannot think of zeros around its input");
        }

        draft.Replace(draft.Steps.ConvertAll(step => Absorb(draft, step, margins)));
        draft.RemoveUnused();
    }

    private static long[]? MarginsOf(PlanDraft draft, PlannedStep step)
    {
        if (step.Read is not null || step.Node.Op.ZeroMargins is not { } margins || !step.Node.IsPure)
            return null;
        var known = Array.ConvertAll(step.Inputs, slot => slot < 0 ? null : draft.Values[slot]);
        var shape = draft.Slots[step.Inputs[0]].Shape;
        return margins(known) is { } sizes && shape.HasRank && sizes.Length == 2 * shape.Rank ? sizes : null;
    }

    /// <summary>The slot of the margins around the step's first input; null when it has none that the step could do itself.</summary>
    private static int? Taken(PlannedStep step, Dictionary<int, (PlannedStep Step, long[] Sizes)> margins) =>
        step.Read is null && step.Inputs.Length > 0 && margins.TryGetValue(step.Inputs[0], out var found)
        && step.Node.Op.TakesMargins is { } takes && takes(step.Node, found.Sizes)
        && Array.LastIndexOf(step.Inputs, step.Inputs[0]) == 0 ? step.Inputs[0] : null;

    private static PlannedStep Absorb(PlanDraft draft, PlannedStep step, Dictionary<int, (PlannedStep Step, long[] Sizes)> margins)
    {
        if (Taken(step, margins) is not { } slot)
            return step;
        var (pad, sizes) = margins[slot];
        draft.Note(PlanPasses.MarginAbsorption, pad.Node, true, $"absorbed by '{step.Node.Name}'");
        return step with { Inputs = [pad.Inputs[0], .. step.Inputs[1..]], Margins = (pad.Node, sizes) };
    }
}
