using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Passes;

/// <summary>
/// Makes one step of elementwise steps of one shape of which only the last one's output is read by others, and lets a product before
/// them apply them to its result. A chain has at most 32 nodes; one that is known to have few elements is left alone, because steps on
/// values that are in the cache anyway are cheaper than blocks. Integer arithmetic, which may fail, is not fused.
/// </summary>
internal sealed class ElementwiseFusion
{
    private const int MaxMembers = 32;
    private const long FewElements = 2048;
    private const int NoUser = -2;
    private const int Several = -1;

    private readonly PlanDraft draft;
    private readonly List<Group> groups = [];

    // Per slot the only group that reads it, NoUser or Several.
    private readonly int[] reader;

    private ElementwiseFusion(PlanDraft draft)
    {
        this.draft = draft;
        reader = new int[draft.Slots.Count];
        Array.Fill(reader, NoUser);
    }

    internal static void Apply(PlanDraft draft)
    {
        var fusion = new ElementwiseFusion(draft);
        fusion.FormGroups();
        fusion.Rewrite();
    }

    private void FormGroups()
    {
        foreach (var slot in draft.Fetches)
            reader[slot] = Several;
        for (var i = draft.Steps.Count - 1; i >= 0; i--)
        {
            var step = draft.Steps[i];
            var group = IsElementwise(step) ? GroupFor(step) : Several;
            if (group == Several)
                TryHost(step);
            foreach (var slot in step.Inputs)
            {
                if (slot >= 0)
                    reader[slot] = reader[slot] == NoUser || reader[slot] == group ? group : Several;
            }
        }
    }

    /// <summary>The group of the step's only reader, or a new one.</summary>
    private int GroupFor(PlannedStep step)
    {
        var index = reader[step.FirstOutput];
        if (index >= 0 && draft.Has(PlanPasses.ElementwiseFusion) && groups[index].Members.Count < MaxMembers && HasShapeOf(step, groups[index]))
        {
            groups[index].Members.Add(step);
            return index;
        }

        groups.Add(new Group(step));
        return groups.Count - 1;
    }

    private void TryHost(PlannedStep step)
    {
        if (step.Read is not null || step.Fused is not null || step.OutputCount != 1 || step.Node.Op.TakesEpilogue is not { } takes || !takes(step.Node))
            return;
        var index = reader[step.FirstOutput];
        if (!draft.Has(PlanPasses.EpilogueFusion) || index < 0)
            draft.Note(PlanPasses.EpilogueFusion, step.Node, false, index == Several ? "its result is read by others too" : "nothing elementwise follows");
        else if (groups[index].Host is null && HasShapeOf(step, groups[index]) && groups[index].Root.WorksInPlace
            && groups[index].Root.Node.OutputDTypes[0] == step.Node.OutputDTypes[0])
            groups[index].Host = step;
        else
        {
            var reason = groups[index].Host is null ? "what follows has another shape" : "what follows finishes another product";
            draft.Note(PlanPasses.EpilogueFusion, step.Node, false, reason);
        }
    }

    private bool HasShapeOf(PlannedStep step, Group group)
    {
        var shape = draft.Slots[step.FirstOutput].Shape;
        return shape.HasRank && shape.Equals(draft.Slots[group.Root.FirstOutput].Shape);
    }

    private bool IsElementwise(PlannedStep step) =>
        step.Read is null && step.Fused is null && step.Node.IsPure && step.OutputCount == 1 && step.Node.Op.Elementwise?.Invoke(step.Node) is not null
        && Array.TrueForAll(step.Inputs, slot => slot >= 0 && CannotFail(step, draft.Slots[slot].DType))
        && !step.Node.OutputDTypes[0].IsReference();

    private static bool CannotFail(PlannedStep step, DType dtype) =>
        !dtype.IsReference() && (!dtype.IsInteger() || step.Inputs.Length == 1);

    private void Rewrite()
    {
        var fusedInto = new Dictionary<PlannedStep, PlannedStep?>(ReferenceEqualityComparer.Instance);
        foreach (var group in groups.Where(IsWorthIt))
            Fuse(group, fusedInto);
        var steps = new List<PlannedStep>(draft.Steps.Count);
        foreach (var step in draft.Steps)
        {
            if (!fusedInto.TryGetValue(step, out var fused))
                steps.Add(step);
            else if (fused is not null)
                steps.Add(fused);
        }

        draft.Replace(steps);
    }

    private bool IsWorthIt(Group group)
    {
        if (group.Members.Count == 1 && group.Host is null)
            return false;
        var count = draft.Slots[group.Root.FirstOutput].Shape.ElementCount;
        if (count is < 0 or >= FewElements)
            return true;
        var pass = group.Host is null ? PlanPasses.ElementwiseFusion : PlanPasses.EpilogueFusion;
        draft.Note(pass, group.Root.Node, false, $"{count} elements are too few to gain from it");
        return false;
    }

    /// <summary>Steps that are fused map to null, but the last one to the step that stands for all.</summary>
    private void Fuse(Group group, Dictionary<PlannedStep, PlannedStep?> fusedInto)
    {
        group.Members.Reverse();
        var inputs = new List<int>();
        var produced = new Dictionary<int, int>();
        for (var i = 0; i < group.Members.Count; i++)
            produced.Add(group.Members[i].FirstOutput, i);
        foreach (var slot in group.Members.SelectMany(member => member.Inputs))
        {
            if (!produced.ContainsKey(slot) && !inputs.Contains(slot))
                inputs.Add(slot);
        }

        var operands = group.Members.Select(member => Array.ConvertAll(
            member.Inputs, slot => produced.TryGetValue(slot, out var index) ? inputs.Count + index : inputs.IndexOf(slot)));
        var host = group.Host is null ? -1 : inputs.IndexOf(group.Host.FirstOutput);
        var chain = new ElementwiseChain([.. group.Members.Select(member => member.Node)], [.. operands], inputs.Count, host);
        if (host >= 0)
            inputs.RemoveAt(host);
        var root = group.Root;
        foreach (var step in group.Members)
            fusedInto[step] = null;
        if (group.Host is not null)
            fusedInto[group.Host] = null;
        fusedInto[root] = new PlannedStep(
            (group.Host ?? root).Node, [.. group.Host?.Inputs ?? [], .. inputs], root.FirstOutput, 1, null)
        { Chain = chain, Margins = group.Host?.Margins };
        foreach (var step in group.Members.Where(step => !ReferenceEquals(step, root) || group.Host is not null))
        {
            draft.Note(
                group.Host is null ? PlanPasses.ElementwiseFusion : PlanPasses.EpilogueFusion,
                step.Node,
                true,
                $"fused into '{(group.Host is null ? root : group.Host).Node.Name}'");
        }
    }

    private sealed class Group(PlannedStep root)
    {
        /// <summary>From the last one to the first.</summary>
        internal List<PlannedStep> Members { get; } = new(1) { root };

        internal PlannedStep Root => root;

        internal PlannedStep? Host { get; set; }
    }
}
