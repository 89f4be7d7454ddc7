using GraphRun.Errors;
using GraphRun.Formats.Graphs;
using GraphRun.Tensors;

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
    private readonly int depth;
    private readonly HashSet<int> moved = [];

    private BranchStructuring(Region region, NameSource names, int depth)
    {
        this.region = region;
        this.names = names;
        this.depth = depth;
        guards = new Guards(region);
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
        return new BranchStructuring(region, names, depth).Apply([.. wanted]);
    }

    private List<NodeDef> Apply(List<string> wanted)
    {
        RequireAlways(wanted);
        var groups = BranchGrouping.Of(region, guards);
        var replacements = new Dictionary<int, List<NodeDef>>();
        foreach (var group in groups)
            replacements.Add(group.Merges[0], [If(group)]);
        foreach (var group in groups)
        {
            for (var i = 0; i < group.Merges.Count; i++)
                Stay(replacements, group, i);
        }

        foreach (var group in LooseEffects())
            replacements.Add(group.Effect!.Value, [If(group)]);
        return Remaining(replacements);
    }

    /// <summary>The region's nodes without those that moved into branches or only led there.</summary>
    private List<NodeDef> Remaining(Dictionary<int, List<NodeDef>> replacements)
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

    /// <summary>Leaves an Identity of the If's output in a Merge's place.</summary>
    private void Stay(Dictionary<int, List<NodeDef>> replacements, BranchGroup group, int position)
    {
        var merge = group.Merges[position];
        var conditional = replacements[group.Merges[0]][0];
        if (!replacements.TryGetValue(merge, out var nodes))
            replacements.Add(merge, nodes = []);
        var definition = region.Nodes[merge];
        var value = NodeInputs.Reference(conditional, position);
        var after = NodeInputs.Controls(definition).Where(name => region.Find(definition.Scope, name) is not { } edge || guards.Of(edge).IsAlways);
        if (!names.UsesSecondOutput(definition.Name))
        {
            nodes.Add(NodeInputs.Replace(definition, "Identity", [value], after));
            return;
        }

        var index = group.Merges.Count + group.Merges.Take(position).Count(other => names.UsesSecondOutput(region.Nodes[other].Name));
        nodes.Add(NodeInputs.Replace(definition, "IdentityN", [value, NodeInputs.Reference(conditional, index)], after));
    }

    private NodeDef If(BranchGroup group)
    {
        var first = region.Nodes[group.Effect ?? group.Merges[0]];
        var after = new HashSet<string>();
        return new NodeDef
        {
            Name = group.Effect is null ? names.Unique(first.Name, "cond") : first.Name,
            Span = first.Span,
            Op = new Word("If", first.Span),
            Inputs = [new NamedValue(default, guards.ValueOf(group.Predicate))],
            Attrs = [Branch(group, "then_branch", side: true, after), Branch(group, "else_branch", side: false, after)],
            After = [.. after.Select(name => new Word(name, first.Span))],
        };
    }

    /// <param name="after">Takes the names of what the branch's Switches wait for.</param>
    private NamedValue Branch(BranchGroup group, string name, bool side, HashSet<string> after)
    {
        var slice = new Slice(region, node => IsInside(node, group.Predicate, side), _ => false);
        foreach (var merge in group.Merges)
        {
            if (region.Input(merge, Position(merge, side)) is { } edge && IsInside(edge.From, group.Predicate, side))
                slice.Add(edge.From);
        }

        List<int> effects = group.Effect is { } only
            ? guards[only].SideOf(group.Predicate) == side ? [only] : []
            : [.. group.Merges.SelectMany(slice.EffectsBefore).Distinct()];
        foreach (var effect in effects)
            slice.Add(effect);
        foreach (var node in slice.Nodes.Where(node => IsSwitchOf(node, group.Predicate)))
            after.UnionWith(NodeInputs.Controls(region.Nodes[node]));
        var function = Function(group, name, side, slice, effects);
        return new NamedValue(new Word(name, function.Span), new ValueDef(function, function.Span));
    }

    private FunctionDef Function(BranchGroup group, string name, bool side, Slice slice, List<int> effects)
    {
        var span = region.Nodes[group.Effect ?? group.Merges[0]].Span;
        var indices = Indices(group, side);
        var returns = group.Merges.Select(merge => Result(merge, side)).Concat(indices.Select(index => Result(index))).ToList();
        RequireOnce(slice);
        var inner = Inner(slice, group.Predicate).Concat(indices).ToList();
        var wanted = returns.Select(result => result.Reference.Text).Concat(effects.Select(effect => region.Nodes[effect].Name));
        return new FunctionDef
        {
            Name = name,
            Span = span,
            Nodes = Apply(inner, wanted, names, depth + 1),
            Returns = returns,
            Effects = [.. effects.Select(effect => new Word(region.Nodes[effect].Name, span))],
        };
    }

    /// <summary>For the Merges whose second output is used, the position of the input that the branch stands for.</summary>
    private List<NodeDef> Indices(BranchGroup group, bool side) =>
    [
        .. group.Merges.Where(merge => names.UsesSecondOutput(region.Nodes[merge].Name)).Select(merge => new NodeDef
        {
            Name = $"{region.Nodes[merge].Name}/value_index",
            Span = region.Nodes[merge].Span,
            Literal = new ValueDef(Tensor.Scalar(Position(merge, side))),
        }),
    ];

    private int Position(int merge, bool side) => side ? guards.JointOf(merge).WhenTrue : 1 - guards.JointOf(merge).WhenTrue;

    private OutputDef Result(int merge, bool side)
    {
        var text = NodeInputs.Text(region.Nodes[merge], Position(merge, side))!;
        return new OutputDef(new Word(text, region.Nodes[merge].Span), new Word(text, region.Nodes[merge].Span));
    }

    private static OutputDef Result(NodeDef node) => new(new Word(node.Name, node.Span), new Word(node.Name, node.Span));

    /// <summary>
    /// The nodes as they stand in a branch: what a Switch lets through is there as it is, at either of its outputs; for a reference that
    /// it lets through the variable's own name stands.
    /// </summary>
    private IEnumerable<NodeDef> Inner(Slice slice, int predicate)
    {
        var references = new Dictionary<string, ValueDef>();
        foreach (var node in slice.Nodes.Where(node => IsSwitchOf(node, predicate)).Select(node => region.Nodes[node]))
        {
            if (node.Op.Text == "RefSwitch")
                references.Add(node.Name, node.Inputs[0].Value);
        }

        foreach (var node in slice.Nodes)
        {
            var definition = region.Nodes[node];
            if (references.ContainsKey(definition.Name))
                continue;
            yield return IsSwitchOf(node, predicate)
                ? NodeInputs.Replace(definition, "IdentityN", [definition.Inputs[0].Value, definition.Inputs[0].Value])
                : NodeInputs.Change(definition, _ => false, references);
        }
    }

    private bool IsInside(int node, int predicate, bool side) => guards[node].SideOf(predicate) == side || IsSwitchOf(node, predicate);

    private bool IsSwitchOf(int node, int predicate) => region.Kind(node) == FlowKind.Switch && guards.Predicate(node) == predicate;

    /// <summary>Nodes that run one way only, for their effect, and lead to no Merge: each stays under its name, as an If without outputs.</summary>
    private List<BranchGroup> LooseEffects()
    {
        bool IsLoose(int node) => !guards[node].IsAlways && !moved.Contains(node) && region.Kind(node) != FlowKind.Switch;
        var used = new HashSet<int>();
        foreach (var node in region.Order.Where(IsLoose))
            used.UnionWith(region.Edges(node).Select(edge => edge.From));
        var groups = new List<BranchGroup>();
        foreach (var node in region.Order.Where(node => IsLoose(node) && !used.Contains(node)))
        {
            var slice = new Slice(region, IsLoose, _ => false);
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

    /// <exception cref="GraphRunException">A node with an effect is needed by two Ifs, so it would run twice.</exception>
    private void RequireOnce(Slice slice)
    {
        var again = slice.Nodes.Where(node => !moved.Add(node) && Slice.HasEffect(region.Nodes[node])).Select(node => region.Nodes[node]).ToList();
        if (again.Count > 0)
            throw StructuringErrors.Branches("nodes with an effect lead to Merges that wait for each other", again);
    }

    private void RequireAlways(List<string> wanted)
    {
        var missing = wanted.Select(text => region.Find("", text)).OfType<Edge>().Where(edge => !guards.Of(edge).IsAlways).ToList();
        if (missing.Count > 0)
            throw StructuringErrors.Branches("a value that is asked for exists one way only", [.. missing.Select(edge => region.Nodes[edge.From])]);
    }
}
