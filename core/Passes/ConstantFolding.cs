using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Passes;

/// <summary>
/// Computes, while planning, the pure steps whose inputs are constants, and the integers that follow from known shapes. A result larger
/// than 256 KiB must not be larger than the inputs together: a Fill of a million elements stays a step. A step that fails is left to fail
/// in its place. Nodes that call functions are left alone.
/// </summary>
internal static class ConstantFolding
{
    private const long SmallBytes = 256 * 1024;

    internal static void Apply(PlanDraft draft, ConstantEvaluation? evaluation)
    {
        var kept = new List<PlannedStep>(draft.Steps.Count);
        foreach (var step in draft.Steps)
        {
            if (!TryFold(draft, step, evaluation))
                kept.Add(step);
        }

        draft.Replace(kept);
        draft.RemoveUnused();
    }

    private static bool TryFold(PlanDraft draft, PlannedStep step, ConstantEvaluation? evaluation)
    {
        if (step.Read is not null || !step.Node.IsPure || step.OutputCount == 0 || step.Node.Functions.Count > 0)
            return false;
        if (step.OutputCount == 1 && FromShapes(step, evaluation) is { } elements)
            return Fold(draft, step, [elements], "computed from shapes");
        if (!Array.TrueForAll(step.Inputs, draft.IsConstant) || HasReferences(draft, step))
            return false;
        var inputs = Array.ConvertAll(step.Inputs, slot => draft.Values[slot]!);
        if (Compute(step.Node, inputs) is not { } results)
            return false;
        if (results.Sum(result => result.ByteCount) is var bytes && bytes > Math.Max(SmallBytes, inputs.Sum(input => input.ByteCount)))
        {
            draft.Note(PlanPasses.ConstantFolding, step.Node, false, $"{bytes} bytes are more than its inputs have");
            return false;
        }

        return Fold(draft, step, results, "computed from constants");
    }

    private static bool Fold(PlanDraft draft, PlannedStep step, Tensor[] results, string reason)
    {
        for (var i = 0; i < results.Length; i++)
        {
            draft.Values[step.FirstOutput + i] = results[i];
            draft.Slots[step.FirstOutput + i].IsGiven = true;
        }

        draft.Note(PlanPasses.ConstantFolding, step.Node, true, reason);
        return true;
    }

    private static bool HasReferences(PlanDraft draft, PlannedStep step) =>
        step.Outputs.Any(slot => draft.Slots[slot].DType is DType.Resource or DType.Variant);

    private static Tensor? FromShapes(PlannedStep step, ConstantEvaluation? evaluation) =>
        step.Node.Op.KnownElements is not null && step.Inputs.Length > 0 ? evaluation?.Known(new Output(step.Node, 0)) : null;

    private static Tensor[]? Compute(Node node, Tensor[] inputs)
    {
        try
        {
            return Step.Compute(node, inputs);
        }
        catch (GraphRunException)
        {
            return null;
        }
    }
}
