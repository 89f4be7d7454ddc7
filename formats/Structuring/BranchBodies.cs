using GraphRun.Errors;
using GraphRun.Formats.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Structuring;

/// <summary>Makes the functions that stand for the two ways of a predicate.</summary>
/// <param name="structure">Structures what lies inside a branch: its nodes, and what is asked of them.</param>
internal sealed class BranchBodies(
    Region region, Guards guards, NameSource names, Func<IReadOnlyList<NodeDef>, IEnumerable<string>, IReadOnlyList<NodeDef>> structure)
{
    private readonly HashSet<int> moved = [];

    /// <summary>The node lies in one of the functions made so far.</summary>
    public bool Contains(int node) => moved.Contains(node);

    /// <param name="side">Which way the predicate goes.</param>
    /// <param name="after">Takes the names of what the branch's Switches wait for.</param>
    /// <exception cref="GraphRunException">A node with an effect is needed by two Ifs, so it would run twice.</exception>
    public FunctionDef Of(BranchGroup group, bool side, HashSet<string> after)
    {
        var slice = new Slice(region, node => IsInside(node, group.Predicate, side), _ => false);
        foreach (var merge in group.Merges)
        {
            if (region.Input(merge, Position(merge, side)) is { } edge && IsInside(edge.From, group.Predicate, side))
                slice.Add(edge.From);
        }

        var effects = Effects(group, side, slice);
        foreach (var effect in effects)
            slice.Add(effect);
        foreach (var node in slice.Nodes.Where(node => IsSwitchOf(node, group.Predicate)))
            after.UnionWith(NodeInputs.Controls(region.Nodes[node]));
        RequireOnce(slice);
        return Function(group, side, slice, effects);
    }

    private List<int> Effects(BranchGroup group, bool side, Slice slice)
    {
        if (group.Effect is not { } only)
            return [.. group.Merges.SelectMany(slice.EffectsBefore).Distinct()];
        return guards[only].SideOf(group.Predicate) == side ? [only] : [];
    }

    private FunctionDef Function(BranchGroup group, bool side, Slice slice, List<int> effects)
    {
        var indices = Indices(group, side);
        List<OutputDef> returns =
        [
            .. group.Merges.Select(merge => Result(region.Nodes[merge], NodeInputs.Text(region.Nodes[merge], Position(merge, side))!)),
            .. indices.Select(index => Result(index, index.Name)),
        ];
        var wanted = returns.Select(result => result.Reference.Text).Concat(effects.Select(effect => region.Nodes[effect].Name));
        return new FunctionDef
        {
            Name = side ? "then_branch" : "else_branch",
            Span = region.Nodes[group.Effect ?? group.Merges[0]].Span,
            Nodes = structure([.. Inner(slice, group.Predicate), .. indices], wanted),
            Returns = returns,
            Effects = [.. effects.Select(effect => new Word(region.Nodes[effect].Name, region.Nodes[effect].Span))],
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

    private static OutputDef Result(NodeDef node, string reference) => new(new Word(reference, node.Span), new Word(reference, node.Span));

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

    private void RequireOnce(Slice slice)
    {
        var again = slice.Nodes.Where(node => !moved.Add(node)).Select(node => region.Nodes[node]).Where(Slice.HasEffect).ToList();
        if (again.Count > 0)
            throw StructuringErrors.Branches("nodes with an effect lead to Merges that wait for each other", again);
    }
}
