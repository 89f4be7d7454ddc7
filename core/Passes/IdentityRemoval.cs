using GraphRun.Execution;

namespace GraphRun.Passes;

/// <summary>
/// Leaves out the steps that only give their input on (Identity, a Reshape to the same shape, a Cast to the same dtype) and those without
/// any output.
/// </summary>
internal static class IdentityRemoval
{
    internal static void Apply(PlanDraft draft)
    {
        var standIn = draft.Unredirected();
        var kept = new List<PlannedStep>(draft.Steps.Count);
        foreach (var step in draft.Steps)
        {
            if (!IsIdentity(draft, step))
            {
                kept.Add(step);
                continue;
            }

            draft.Note(PlanPasses.IdentityRemoval, step.Node, true, step.OutputCount == 0 ? "has nothing to compute" : "gives its input on");
            if (step.OutputCount > 0)
                standIn[step.FirstOutput] = step.Inputs[0];
        }

        draft.Replace(kept);
        draft.Redirect(standIn);
        draft.RemoveUnused();
    }

    private static bool IsIdentity(PlanDraft draft, PlannedStep step)
    {
        if (step.Read is not null || !step.Node.IsPure || step.Node.Functions.Count > 0)
            return false;
        if (step.OutputCount == 0)
            return true;
        for (var i = 1; i < step.Inputs.Length; i++)
        {
            // What is not known yet may turn out to be wrong.
            if (!draft.IsConstant(step.Inputs[i]))
                return false;
        }

        return step.OutputCount == 1 && step.Inputs.Length > 0 && step.Inputs[0] >= 0 && step.Node.Op.PassesOn is { } passesOn
            && passesOn(step.Node, draft.Slots[step.Inputs[0]].Shape, draft.Slots[step.FirstOutput].Shape);
    }
}
