namespace GraphRun.Formats.Structuring;

/// <summary>Sorts the outermost Merges of a region into groups, as few as can be without two of them waiting for each other.</summary>
internal sealed class BranchGrouping
{
    private static readonly HashSet<BranchGroup> none = [];

    private readonly Region region;
    private readonly Guards guards;
    private readonly List<BranchGroup> groups = [];
    private readonly Dictionary<int, BranchGroup> groupOf = [];
    private readonly HashSet<BranchGroup>[] needs;

    private BranchGrouping(Region region, Guards guards)
    {
        this.region = region;
        this.guards = guards;
        needs = new HashSet<BranchGroup>[region.Nodes.Count];
    }

    public static List<BranchGroup> Of(Region region, Guards guards)
    {
        var grouping = new BranchGrouping(region, guards);
        foreach (var node in region.Order)
            grouping.Visit(node);
        return grouping.groups;
    }

    private void Visit(int node)
    {
        needs[node] = NeedsOf(node);
        if (region.Kind(node) != FlowKind.Merge || !guards[node].IsAlways)
            return;
        var group = FindGroup(node) ?? NewGroup(node);
        group.Merges.Add(node);
        group.Needs.UnionWith(needs[node]);
        groupOf.Add(node, group);
    }

    /// <summary>The nearest groups before a node; the set is shared where only one of its inputs has any.</summary>
    private HashSet<BranchGroup> NeedsOf(int node)
    {
        var all = none;
        foreach (var edge in region.Edges(node))
        {
            var needed = groupOf.TryGetValue(edge.From, out var group) ? [group] : needs[edge.From];
            if (needed.Count > 0)
                all = all.Count == 0 || needed.IsSupersetOf(all) ? needed : [.. all, .. needed];
        }

        return all;
    }

    private BranchGroup? FindGroup(int merge)
    {
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            if (groups[i].Predicate == guards.JointOf(merge).Predicate && !needs[merge].Any(needed => needed.DependsOn(groups[i])))
                return groups[i];
        }

        return null;
    }

    private BranchGroup NewGroup(int merge)
    {
        var group = new BranchGroup(guards.JointOf(merge).Predicate);
        groups.Add(group);
        return group;
    }
}
