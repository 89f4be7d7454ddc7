using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>
/// Finds out when each node of a region without loops runs: behind a Switch when its predicate goes that way, up to the Merge that joins
/// both ways.
/// </summary>
internal sealed class Guards
{
    private readonly Region region;
    private readonly Guard[] guards;
    private readonly Dictionary<int, Joint> joints = [];
    private readonly List<(object Key, Guard Guard, ValueDef Value)> predicates = [];
    private readonly int[] predicateOf;

    /// <exception cref="GraphRunException">A node can never run, or a Merge does not join the two ways of one predicate.</exception>
    public Guards(Region region)
    {
        this.region = region;
        guards = [.. region.Nodes.Select(_ => Guard.Always)];
        predicateOf = new int[guards.Length];
        foreach (var node in region.Order)
        {
            guards[node] = region.Kind(node) == FlowKind.Merge ? Join(node) : Of(node);
            if (region.Kind(node) == FlowKind.Switch)
                predicateOf[node] = PredicateOf(node);
        }
    }

    /// <summary>How a Merge joins the ways of a predicate.</summary>
    /// <param name="WhenTrue">The position of the input that comes when the predicate is true: 0 or 1.</param>
    internal readonly record struct Joint(int Predicate, int WhenTrue);

    public Guard this[int node] => guards[node];

    public Joint JointOf(int merge) => joints[merge];

    /// <summary>The predicate of a Switch, as a number.</summary>
    public int Predicate(int switchNode) => predicateOf[switchNode];

    /// <summary>What the Switches of a predicate refer to.</summary>
    public ValueDef ValueOf(int predicate) => predicates[predicate].Value;

    /// <summary>When the Switches of a predicate run.</summary>
    public Guard GuardOf(int predicate) => predicates[predicate].Guard;

    /// <summary>When what an edge carries is there.</summary>
    public Guard Of(Edge edge) => region.Kind(edge.From) == FlowKind.Switch && !edge.IsControl
        ? guards[edge.From].And(predicateOf[edge.From], edge.Output == 1) ?? throw NeverRuns(edge.From)
        : guards[edge.From];

    private Guard Of(int node)
    {
        var guard = Guard.Always;
        foreach (var edge in region.Edges(node))
            guard = guard.And(Of(edge)) ?? throw NeverRuns(node);
        return guard;
    }

    private int PredicateOf(int switchNode)
    {
        var value = region.Nodes[switchNode].Inputs.Count > 1 ? region.Nodes[switchNode].Inputs[1].Value : default;
        object key = region.Input(switchNode, 1) is { } edge ? region.Source(edge) : NodeInputs.Text(value) ?? "";
        var known = predicates.FindIndex(predicate => predicate.Key.Equals(key));
        if (known >= 0)
            return known;
        predicates.Add((key, guards[switchNode], value));
        return predicates.Count - 1;
    }

    private Guard Join(int merge)
    {
        if (NodeInputs.Count(region.Nodes[merge]) != 2)
            throw StructuringErrors.Branches("a Merge joins two of them", [region.Nodes[merge]]);
        var (first, second) = (Of(merge, 0), Of(merge, 1));
        var predicate = Opposed(first, second) ?? throw StructuringErrors.Branches(
            "nothing decides which of its inputs a Merge gives on", [region.Nodes[merge]]);
        var firstIsTrue = first.SideOf(predicate) ?? !second.SideOf(predicate)!.Value;
        joints.Add(merge, new Joint(predicate, firstIsTrue ? 0 : 1));
        return first.Without(predicate).And(second.Without(predicate)) ?? throw NeverRuns(merge);
    }

    private Guard Of(int merge, int position) => region.Input(merge, position) is { } edge ? Of(edge) : Guard.Always;

    /// <summary>
    /// The predicate that goes one way for the one and the other way for the other, the innermost when there are several. Where a
    /// constant has lost the control input that tied it to its branch, one side alone tells, if it waits for all that the other waits for.
    /// </summary>
    private int? Opposed(Guard first, Guard second)
    {
        bool Differs(int predicate) => first.SideOf(predicate) != second.SideOf(predicate);
        var differing = first.Predicates.Union(second.Predicates).Where(Differs).ToList();
        var opposed = differing.Where(predicate => first.SideOf(predicate) is not null && second.SideOf(predicate) is not null).ToList();
        if (opposed.Count == 0 && (first.IsWithin(second) || second.IsWithin(first)))
            opposed = differing;
        return opposed.Count == 0 ? null : opposed.MaxBy(predicate => predicates[predicate].Guard.Predicates.Count());
    }

    private GraphRunException NeverRuns(int node) =>
        StructuringErrors.Branches("a node depends on both ways of one predicate", [region.Nodes[node]]);
}
