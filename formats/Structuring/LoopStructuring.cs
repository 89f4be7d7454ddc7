using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>
/// Puts one While in the place of a loop's nodes. The values that Merge nodes hold become its variables, what leads to the condition its
/// first function and what leads to the next iteration its second. Nodes keep their names inside the functions, so nothing that refers
/// to them changes; an Exit stays as an Identity of the While's output.
/// </summary>
internal sealed class LoopStructuring
{
    private readonly Region region;
    private readonly LoopFrame frame;
    private readonly HashSet<int> inside;
    private readonly int condition;
    private readonly List<LoopVariable> variables = [];
    private readonly Dictionary<string, ValueDef> references = [];

    private LoopStructuring(Region region, LoopFrame frame)
    {
        this.region = region;
        this.frame = frame;
        inside = [.. frame.Nodes];
        condition = FindCondition();
        foreach (var node in frame.Nodes)
        {
            if (region.Kind(node) == FlowKind.Merge && Variable(node) is { } variable)
                variables.Add(variable);
        }

        foreach (var node in frame.Nodes.Select(Node))
        {
            if (node.Op.Text == "RefEnter" && !variables.Exists(variable => Node(variable.Enter) == node))
                references.Add(node.Name, node.Inputs[0].Value);
        }
    }

    /// <summary>The region's nodes with the loop as one of them.</summary>
    /// <param name="name">The name for the While.</param>
    /// <exception cref="GraphRunException">The nodes do not make a loop with one condition.</exception>
    public static List<NodeDef> Apply(Region region, LoopFrame frame, string name) => new LoopStructuring(region, frame).Apply(name);

    private List<NodeDef> Apply(string name)
    {
        CheckUsers();
        var loop = Loop(name);
        var nodes = new List<NodeDef>();
        for (var i = 0; i < region.Nodes.Count; i++)
        {
            if (i == frame.Nodes[0])
                nodes.Add(loop);
            if (!inside.Contains(i))
                nodes.Add(region.Nodes[i]);
            else if (region.Kind(i) == FlowKind.Exit)
                nodes.Add(NodeInputs.Replace(region.Nodes[i], "Identity", [NodeInputs.Reference(loop, ExitedVariable(i))]));
        }

        return nodes;
    }

    private NodeDef Loop(string name)
    {
        var span = Node(condition).Span;
        var next = variables.Select(variable => variable.Next).ToList();
        var (test, body) = (Function("cond", [condition], []), Function("body", next, next));
        var both = test.Nodes.Intersect(body.Nodes).Where(node => Slice.HasEffect(Node(node))).ToList();
        if (both.Count > 0)
            throw Unstructured("these would run for the condition and again in the body", both);
        return new NodeDef
        {
            Name = name,
            Span = span,
            Op = new Word("While", span),
            Inputs = [.. variables.Select(variable => new NamedValue(default, Node(variable.Enter).Inputs[0].Value))],
            Attrs = [NodeInputs.Attr(test.Function), NodeInputs.Attr(body.Function)],
            After = [.. Before()],
        };
    }

    /// <param name="ends">The nodes whose data inputs are the results.</param>
    /// <param name="waiting">The nodes whose control inputs run for their effect.</param>
    private (FunctionDef Function, IReadOnlyCollection<int> Nodes) Function(string name, List<int> ends, List<int> waiting)
    {
        var slice = new Slice(region, inside.Contains, IsBoundary);
        foreach (var end in ends)
            slice.AddInputs(end);
        var effects = waiting.SelectMany(slice.EffectsBefore).Distinct().ToList();
        foreach (var effect in effects)
            slice.Add(effect);
        var function = new FunctionDef
        {
            Name = name,
            Span = Node(condition).Span,
            Parameters = [.. variables.Select(variable => new ParameterDef(NameOf(variable.Merge)))],
            Nodes = [.. slice.Nodes.Where(node => !IsReference(node)).Select(Inner)],
            Returns = [.. ends.Select(Result)],
            Effects = [.. effects.Select(NameOf)],
        };
        return (function, slice.Nodes);
    }

    private Word NameOf(int node) => new(Node(node).Name, Node(node).Span);

    /// <summary>Where a function begins: variables are parameters, and nothing waits for what only says that an iteration runs.</summary>
    private bool IsBoundary(Edge edge) =>
        variables.Exists(variable => variable.Merge == edge.From)
        || region.Kind(edge.From) is FlowKind.NextIteration or FlowKind.LoopCond
        || (edge.IsControl && (region.Kind(edge.From) == FlowKind.Enter || IsLoopSwitch(edge.From)));

    /// <summary>What the loop waits for before it begins.</summary>
    private IEnumerable<Word> Before()
    {
        var enters = frame.Nodes.Where(node => region.Kind(node) == FlowKind.Enter).Select(Node);
        return enters.SelectMany(NodeInputs.Controls).Distinct().Select(name => new Word(name, Node(condition).Span));
    }

    /// <summary>A node as it stands inside: what enters the loop and what the condition lets through is there as it is.</summary>
    private NodeDef Inner(int node)
    {
        var definition = Node(node);
        if (region.Kind(node) == FlowKind.Enter)
            return NodeInputs.Replace(definition, "Identity", [definition.Inputs[0].Value]);
        if (IsLoopSwitch(node))
            return NodeInputs.Replace(definition, "IdentityN", [definition.Inputs[0].Value, definition.Inputs[0].Value]);
        return NodeInputs.Change(definition, name => region.Find(definition.Scope, "^" + name) is { } edge && IsBoundary(edge), references);
    }

    /// <summary>A variable enters as a reference: inside, its own name stands for the Enter's.</summary>
    private bool IsReference(int node) => references.ContainsKey(Node(node).Name);

    private OutputDef Result(int end)
    {
        var text = NodeInputs.Text(Node(end), 0)!;
        return new OutputDef(new Word(text, Node(end).Span), new Word(text, Node(end).Span));
    }

    private int FindCondition()
    {
        var found = frame.Nodes.Where(node => region.Kind(node) == FlowKind.LoopCond).ToList();
        return found.Count switch
        {
            0 => throw Unstructured("it has no LoopCond", frame.Nodes),
            1 => found[0],
            _ => throw Unstructured($"it has {found.Count} LoopCond nodes", found),
        };
    }

    /// <summary>The variable that a Merge holds; null when it joins the branches of a condition inside the loop.</summary>
    private LoopVariable? Variable(int merge)
    {
        var inputs = Enumerable.Range(0, 2).Select(position => region.Input(merge, position)).ToList();
        var next = inputs.FindIndex(input => input is { } edge && region.Kind(edge.From) == FlowKind.NextIteration);
        if (next < 0)
            return null;
        return inputs[1 - next] is { } enter && region.Kind(enter.From) == FlowKind.Enter
            ? new LoopVariable(merge, enter.From, inputs[next]!.Value.From)
            : throw Unstructured("a Merge with a NextIteration must also have an Enter", [merge]);
    }

    private bool IsLoopSwitch(int node) =>
        region.Kind(node) == FlowKind.Switch && region.Input(node, 1) is { } predicate && region.Source(predicate).From == condition;

    private int ExitedVariable(int exit)
    {
        if (region.Input(exit, 0) is { } edge && region.Source(edge) is { Output: 0, From: var from } && IsLoopSwitch(from)
            && region.Input(from, 0) is { } data)
        {
            var merge = region.Source(data).From;
            var index = variables.FindIndex(variable => variable.Merge == merge);
            if (index >= 0)
                return index;
        }

        throw Unstructured("an Exit must come from a Switch of a loop variable", [exit]);
    }

    private void CheckUsers()
    {
        for (var i = 0; i < region.Nodes.Count; i++)
        {
            foreach (var edge in inside.Contains(i) ? [] : region.Edges(i))
            {
                if (inside.Contains(edge.From) && region.Kind(edge.From) != FlowKind.Exit)
                    throw Unstructured($"'{Node(i).Name}' uses it from outside without an Exit", [edge.From]);
            }
        }
    }

    private NodeDef Node(int index) => region.Nodes[index];

    private GraphRunException Unstructured(string reason, IEnumerable<int> nodes) =>
        StructuringErrors.Loop(frame.Name, reason, [.. nodes.Select(Node)]);

    /// <param name="Merge">Holds the value.</param>
    /// <param name="Enter">Brings the first one.</param>
    /// <param name="Next">Brings the one of the next iteration.</param>
    private readonly record struct LoopVariable(int Merge, int Enter, int Next);
}
