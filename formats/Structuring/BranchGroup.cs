namespace GraphRun.Formats.Structuring;

/// <summary>What becomes one If: the Merges of one predicate that do not wait for each other.</summary>
internal sealed class BranchGroup(int predicate)
{
    public int Predicate { get; } = predicate;

    public List<int> Merges { get; } = [];

    /// <summary>A node that runs in one branch for its effect and that nothing merges; only in a group without Merges.</summary>
    public int? Effect { get; init; }

    /// <summary>The groups whose Merges lead to this one's without another Merge between them.</summary>
    public HashSet<BranchGroup> Needs { get; } = [];

    /// <summary>Whether this group waits, directly or not, for another one.</summary>
    public bool DependsOn(BranchGroup other)
    {
        var seen = new HashSet<BranchGroup> { this };
        var pending = new Stack<BranchGroup>(seen);
        while (pending.TryPop(out var group))
        {
            if (group == other)
                return true;
            foreach (var needed in group.Needs)
            {
                if (seen.Add(needed))
                    pending.Push(needed);
            }
        }

        return false;
    }
}
