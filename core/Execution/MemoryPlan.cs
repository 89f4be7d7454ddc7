using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// Gives storage, once, to every value whose shape is known and which does not leave the plan; takes it back at the value's last use for
/// the next value of a similar size; lets elementwise steps write over an input that dies with them. What is left is allocated as the
/// plan runs and released at its last use.
/// </summary>
internal sealed class MemoryPlan
{
    private readonly List<PlannedStep> steps;
    private readonly List<SlotUse> slots;
    private readonly StoragePool pool = new();
    private readonly int[] producers;

    private MemoryPlan(List<PlannedStep> steps, List<SlotUse> slots)
    {
        this.steps = steps;
        this.slots = slots;
        producers = new int[slots.Count];
        Array.Fill(producers, -1);
        for (var i = 0; i < steps.Count; i++)
            producers.AsSpan(steps[i].FirstOutput, steps[i].OutputCount).Fill(i);
    }

    /// <summary>Fills in <see cref="PlannedStep.Planned"/> and <see cref="PlannedStep.Released"/>.</summary>
    /// <param name="feeds">The slots that are given in each run.</param>
    /// <param name="fetches">The slots of the results; first the next arguments, when they are that.</param>
    internal static void Lay(List<PlannedStep> steps, List<SlotUse> slots, int[] feeds, int[] fetches, ResultUse results)
    {
        var plan = new MemoryPlan(steps, slots);
        plan.FormGroups();
        plan.FindLifetimes();
        plan.KeepResults(feeds, fetches, results);
        plan.MarkPassing();
        var dying = plan.DyingSlots();
        for (var i = 0; i < steps.Count; i++)
        {
            plan.GiveStorage(i);
            plan.TakeBack(i, dying[i]);
        }
    }

    private void FormGroups()
    {
        for (var i = 0; i < slots.Count; i++)
            slots[i].Group = i;
        foreach (var step in steps)
        {
            if (!step.ForwardsInputs)
                continue;
            var all = step.Inputs.Where(slot => slot >= 0).Concat(Enumerable.Range(step.FirstOutput, step.OutputCount)).ToList();
            foreach (var slot in all)
                slots[Root(slot)].Group = Root(all[0]);
        }
    }

    private int Root(int slot)
    {
        while (slots[slot].Group != slot)
            slot = slots[slot].Group = slots[slots[slot].Group].Group;
        return slot;
    }

    private void FindLifetimes()
    {
        for (var i = 0; i < steps.Count; i++)
        {
            for (var output = 0; output < steps[i].OutputCount; output++)
                slots[Root(steps[i].FirstOutput + output)].LastUse = i;
            foreach (var slot in steps[i].Inputs)
            {
                if (slot < 0)
                    continue;
                var group = slots[Root(slot)];
                group.LastUse = i;
                group.Escapes |= steps[i].KeepsInputs;
            }
        }
    }

    private void KeepResults(int[] feeds, int[] fetches, ResultUse results)
    {
        var alternating = results == ResultUse.NextArguments ? Alternating(feeds, fetches) : [];
        for (var i = 0; i < fetches.Length; i++)
        {
            if (results == ResultUse.Passing || alternating.Contains(i))
                slots[Root(fetches[i])].LastUse = steps.Count;
            else
                slots[Root(fetches[i])].Escapes = true;
        }

        foreach (var i in alternating)
            slots[fetches[i]].Alternates = true;
    }

    /// <summary>
    /// The results that nothing looks at any more once the next run has given another one in the same place: a step of this plan computes
    /// them, and neither they nor the argument in their place is passed on or kept.
    /// </summary>
    private List<int> Alternating(int[] feeds, int[] fetches)
    {
        var sizes = new int[slots.Count];
        for (var slot = 0; slot < slots.Count; slot++)
            sizes[Root(slot)]++;
        bool IsAlone(int slot) => sizes[Root(slot)] == 1 && !slots[slot].Escapes;
        var uses = fetches.CountBy(slot => slot).ToDictionary();
        bool TakesTurns(int feed, int fetch) => uses[fetch] == 1 && IsAlone(fetch) && HasStorage(slots[fetch])
            && IsAlone(feed) && !uses.ContainsKey(feed);
        return [.. Enumerable.Range(0, Math.Min(feeds.Length, fetches.Length)).Where(i => TakesTurns(feeds[i], fetches[i]))];
    }

    private static bool HasStorage(SlotUse slot) => !slot.IsGiven && slot.Shape.IsFullyDefined && !slot.DType.IsReference();

    /// <summary>Per step the slots whose group ends with it.</summary>
    private List<int>?[] DyingSlots()
    {
        var dying = new List<int>?[steps.Count + 1];
        for (var slot = 0; slot < slots.Count; slot++)
        {
            var group = slots[Root(slot)];
            if (group.LastUse >= 0 && !group.Escapes && !slots[slot].IsGiven)
                (dying[group.LastUse] ??= []).Add(slot);
        }

        return dying;
    }

    private void GiveStorage(int index)
    {
        var step = steps[index];
        if (step.Read is not null || step.ForwardsInputs)
            return;
        for (var i = 0; i < step.OutputCount; i++)
        {
            var slot = slots[step.FirstOutput + i];
            if (!HasStorage(slot) || slots[Root(step.FirstOutput + i)].Escapes)
                continue;
            slot.Storage = slot.Alternates ? New(slot) : InPlace(step, index, slot) ?? pool.Take(slot.DType, slot.Shape);
            (step.Planned ??= new Tensor?[step.OutputCount])[i] = slot.Storage;
        }

        if (step.Planned is not null && step.Outputs.Any(slot => slots[slot].Alternates))
            step.Alternate = [.. step.Outputs.Select((slot, i) => slots[slot].Alternates ? New(slots[slot]) : step.Planned[i])];
    }

    private Tensor? InPlace(PlannedStep step, int index, SlotUse output)
    {
        if (!step.WorksInPlace)
            return null;
        foreach (var input in step.Inputs)
        {
            if (input >= 0 && slots[input] is { Storage: { } storage } use && use.DType == output.DType && use.Shape.Equals(output.Shape)
                && slots[Root(input)].LastUse == index)
            {
                use.Storage = null;
                step.TookOver = true;
                return storage.Reshape(output.Shape);
            }
        }

        return null;
    }

    /// <summary>Has the plan take back, with the last use of a value, storage whose size only a run can tell.</summary>
    private void Return(int index, int slot)
    {
        if (producers[slot] is not (>= 0 and var producer) || slots[slot].DType.IsReference() || steps[producer].Read is not null)
            return;
        var output = slot - steps[producer].FirstOutput;
        (steps[producer].Pooled ??= new bool[steps[producer].OutputCount])[output] = true;
        (steps[index].Returned ??= []).Add((producer, output));
    }

    private void MarkPassing()
    {
        foreach (var step in steps)
            step.IsPassing = step.Outputs.All(slot => !slots[Root(slot)].Escapes);
    }

    /// <summary>Storage that no other value of the plan ever has.</summary>
    private static Tensor New(SlotUse slot) => Tensor.Allocate(slot.DType, slot.Shape);

    private void TakeBack(int index, List<int>? dying)
    {
        var released = new List<int>();
        foreach (var slot in dying ?? [])
        {
            if (slots[slot].Storage is { } storage)
            {
                pool.Give(storage);
                slots[slot].Storage = null;
            }
            else
            {
                released.Add(slot);
                Return(index, slot);
            }
        }

        if (released.Count > 0)
            steps[index].Released = [.. released];
    }
}
