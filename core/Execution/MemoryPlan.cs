using System.Numerics;
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
    private readonly Dictionary<long, Stack<Tensor>> free = [];

    private MemoryPlan(List<PlannedStep> steps, List<SlotUse> slots)
    {
        this.steps = steps;
        this.slots = slots;
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
            slot.Storage = slot.Alternates ? New(slot) : InPlace(step, index, slot) ?? Take(slot);
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

    private Tensor Take(SlotUse slot)
    {
        var size = SizeClass(slot.Shape.ElementCount * slot.DType.Size());
        if (free.TryGetValue(size, out var stack) && stack.TryPop(out var storage))
            return storage.Reinterpret(slot.DType, slot.Shape);
        return Tensor.Allocate(DType.UInt8, Shape.Of(size)).Reinterpret(slot.DType, slot.Shape);
    }

    /// <summary>Storage that no other value of the plan ever has.</summary>
    private static Tensor New(SlotUse slot) => Tensor.Allocate(slot.DType, slot.Shape);

    private void TakeBack(int index, List<int>? dying)
    {
        var released = new List<int>();
        foreach (var slot in dying ?? [])
        {
            if (slots[slot].Storage is { } storage)
                Give(slots[slot], storage);
            else
                released.Add(slot);
        }

        if (released.Count > 0)
            steps[index].Released = [.. released];
    }

    private void Give(SlotUse slot, Tensor storage)
    {
        var size = SizeClass(slot.Shape.ElementCount * slot.DType.Size());
        if (!free.TryGetValue(size, out var stack))
            free.Add(size, stack = new Stack<Tensor>());
        stack.Push(storage);
        slot.Storage = null;
    }

    /// <summary>The size rounded up to one of four steps per power of two, so that values of similar sizes can take turns.</summary>
    private static long SizeClass(long bytes)
    {
        if (bytes <= 64)
            return 64;
        var step = 1L << (BitOperations.Log2((ulong)(bytes - 1)) - 2);
        return (bytes + step - 1) / step * step;
    }
}
