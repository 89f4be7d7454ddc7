using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>
/// Puts Ifs in the place of the Switch and Merge nodes of a region without loops. What runs only one way of a predicate moves into a
/// branch under its own name; a Merge stays as an Identity of the If's output.
/// </summary>
internal sealed class BranchStructuring
{
    private const int MaxDepth = 100;

    private readonly Region region;
    private readonly Guards guards;
    private readonly NameSource names;
    private readonly BranchBodies bodies;
    private readonly Dictionary<int, List<NodeDef>> replacements = [];

    private BranchStructuring(Region region, NameSource names, int depth)
    {
        this.region = region;
        this.names = names;
        guards = new Guards(region);
        bodies = new BranchBodies(region, guards, names, (nodes, wanted) => Apply(nodes, wanted, names, depth + 1));
    }

    /// <param name="wanted">References to nodes of the region from elsewhere, which must run in any case.</param>
    /// <exception cref="GraphRunException">The nodes do not make branches that begin and end together.</exception>
    public static IReadOnlyList<NodeDef> Apply(IReadOnlyList<NodeDef> nodes, IEnumerable<string> wanted, NameSource names, int depth = 0)
    {
        if (!nodes.Any(node => FlowKinds.Of(node) is FlowKind.Switch or FlowKind.Merge))
            return nodes;
        if (depth == MaxDepth)
            throw new GraphRunException(ErrorCode.LimitExceeded, $"branches are nested more than {MaxDepth} deep", nodes[0].Span);
        var region = new Region(nodes);
        region.RequireOrder();
        return new BranchStructuring(region, names, depth).Apply(wanted);
    }

    private List<NodeDef> Apply(IEnumerable<string> wanted)
    {
        RequireAlways(wanted);
        foreach (var group in BranchGrouping.Of(region, guards))
            Replace(group);
        foreach (var group in LooseEffects())
            replacements.Add(group.Effect!.Value, [If(group)]);
        return Remaining();
    }

    /// <summary>The If in the place of the group's first Merge, and an Identity of one of its outputs in the place of each.</summary>
    private void Replace(BranchGroup group)
    {
        var conditional = If(group);
        foreach (var merge in group.Merges)
            replacements.Add(merge, []);
        replacements[group.Merges[0]].Add(conditional);
        var extra = group.Merges.Count;
        for (var i = 0; i < group.Merges.Count; i++)
        {
            var definition = region.Nodes[group.Merges[i]];
            var value = NodeInputs.Reference(conditional, i);
            var after = NodeInputs.Controls(definition).Where(name => IsAlways(definition, "^" + name));
            replacements[group.Merges[i]].Add(names.UsesSecondOutput(definition.Name)
                ? NodeInputs.Replace(definition, "IdentityN", [value, NodeInputs.Reference(conditional, extra++)], after)
                : NodeInputs.Replace(definition, "Identity", [value], after));
        }
    }

    private bool IsAlways(NodeDef user, string reference) =>
        region.Find(user.Scope, reference) is not { } edge || guards.Of(edge).IsAlways;

    private NodeDef If(BranchGroup group)
    {
        var first = region.Nodes[group.Effect ?? group.Merges[0]];
        var after = new HashSet<string>();
        var (then, otherwise) = (bodies.Of(group, true, after), bodies.Of(group, false, after));
        return new NodeDef
        {
            Name = group.Effect is null ? names.Unique(first.Name, "cond") : first.Name,
            Span = first.Span,
            Op = new Word("If", first.Span),
            Inputs = [new NamedValue(default, guards.ValueOf(group.Predicate))],
            Attrs = [NodeInputs.Attr(then), NodeInputs.Attr(otherwise)],
            After = [.. after.Select(name => new Word(name, first.Span))],
        };
    }

    /// <summary>The region's nodes without those that moved into branches or only led there.</summary>
    private List<NodeDef> Remaining()
    {
        var nodes = new List<NodeDef>();
        for (var i = 0; i < region.Nodes.Count; i++)
        {
            if (replacements.TryGetValue(i, out var replacement))
                nodes.AddRange(replacement);
            else if (guards[i].IsAlways && region.Kind(i) is not (FlowKind.Switch or FlowKind.Merge))
                nodes.Add(region.Nodes[i]);
        }

        return nodes;
    }

    /// <summary>Nodes that run one way only, for an effect, and that nothing merges: each stays under its name, as an If.</summary>
    private List<BranchGroup> LooseEffects()
    {
        bool IsLoose(int node) => !guards[node].IsAlways && !bodies.Contains(node) && region.Kind(node) != FlowKind.Switch;
        var loose = region.Order.Where(IsLoose).ToHashSet();
        var used = loose.SelectMany(region.Edges).Select(edge => edge.From).ToHashSet();
        var groups = new List<BranchGroup>();
        foreach (var node in region.Order.Where(node => loose.Contains(node) && !used.Contains(node)))
        {
            var slice = new Slice(region, loose.Contains, _ => false);
            slice.Add(node);
            if (slice.Nodes.Any(inner => Slice.HasEffect(region.Nodes[inner])))
                groups.Add(new BranchGroup(Outermost(node)) { Effect = node });
        }

        return groups;
    }

    private int Outermost(int node)
    {
        var outermost = guards[node].Predicates.Where(predicate => guards.GuardOf(predicate).IsAlways).ToList();
        return outermost.Count == 1 ? outermost[0] : throw StructuringErrors.Branches(
            "a node depends on predicates that are independent of each other, and nothing merges", [region.Nodes[node]]);
    }

    private void RequireAlways(IEnumerable<string> wanted)
    {
        var edges = wanted.Select(text => region.Find("", text)).OfType<Edge>();
        var missing = edges.Where(edge => !guards.Of(edge).IsAlways).Select(edge => region.Nodes[edge.From]).ToList();
        if (missing.Count > 0)
            throw StructuringErrors.Branches("a value that is asked for exists one way only", missing);
    }
}
