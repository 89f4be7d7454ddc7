using System.Runtime.InteropServices;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Passes;

/// <summary>
/// Merges pure steps of one op with equal attrs that read the same slots, and small constants of equal bits. Nodes that call functions, and
/// those whose values are references, are left alone.
/// </summary>
internal static class CommonSubexpressions
{
    private const int LargestConstant = 256;

    internal static void Apply(PlanDraft draft)
    {
        var standIn = draft.Unredirected();
        MergeConstants(draft, standIn);
        var seen = new Dictionary<Key, PlannedStep?>(draft.Steps.Count);
        var kept = new List<PlannedStep>(draft.Steps.Count);
        foreach (var step in draft.Steps)
        {
            for (var i = 0; i < step.Inputs.Length; i++)
                step.Inputs[i] = PlanDraft.Follow(standIn, step.Inputs[i]);
            if (!IsMergeable(draft, step))
            {
                kept.Add(step);
                continue;
            }

            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, new Key(step.Node.Op, step.Inputs, step.Node.Attrs), out _);
            if (first is null)
            {
                kept.Add(first = step);
                continue;
            }

            for (var i = 0; i < step.OutputCount; i++)
                standIn[step.FirstOutput + i] = first.FirstOutput + i;
            draft.Note(PlanPasses.CommonSubexpressions, step.Node, true, $"computes the same as '{first.Node.Name}'");
        }

        draft.Replace(kept);
        draft.Redirect(standIn);
    }

    private static bool IsMergeable(PlanDraft draft, PlannedStep step) =>
        step.Read is null && step.Node.IsPure && step.OutputCount > 0 && step.Node.Functions.Count == 0
        && Array.TrueForAll(step.Inputs, slot => slot >= 0)
        && !HasReferences(draft, step);

    private static bool HasReferences(PlanDraft draft, PlannedStep step)
    {
        for (var i = 0; i < step.OutputCount; i++)
        {
            if (draft.Slots[step.FirstOutput + i].DType is DType.Resource or DType.Variant)
                return true;
        }

        return false;
    }

    private static void MergeConstants(PlanDraft draft, int[] standIn)
    {
        var seen = new Dictionary<int, List<int>>();
        var fetched = new HashSet<int>(draft.Fetches);
        for (var slot = 0; slot < draft.Values.Length; slot++)
        {
            if (draft.Values[slot] is not { ByteCount: > 0 and <= LargestConstant } value || fetched.Contains(slot))
                continue;
            var hash = new HashCode();
            hash.AddBytes(value.Bytes(0, (int)value.ByteCount));
            var key = hash.ToHashCode();
            if (!seen.TryGetValue(key, out var candidates))
                seen.Add(key, candidates = []);
            var equal = candidates.FindIndex(candidate => AreEqual(draft.Values[candidate]!, value));
            if (equal >= 0)
                standIn[slot] = candidates[equal];
            else
                candidates.Add(slot);
        }
    }

    private static bool AreEqual(Tensor left, Tensor right) =>
        left.DType == right.DType && left.Shape.Equals(right.Shape)
        && left.Bytes(0, (int)left.ByteCount).SequenceEqual(right.Bytes(0, (int)right.ByteCount));

    /// <summary>What decides whether two steps compute the same.</summary>
    private readonly struct Key(OpDef op, int[] inputs, Attrs attrs) : IEquatable<Key>
    {
        private readonly OpDef op = op;
        private readonly int[] inputs = inputs;
        private readonly Attrs attrs = attrs;

        public bool Equals(Key other) => op == other.op && inputs.AsSpan().SequenceEqual(other.inputs) && attrs.Equals(other.attrs);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(op);
            foreach (var slot in inputs)
                hash.Add(slot);
            return hash.ToHashCode();
        }
    }
}
