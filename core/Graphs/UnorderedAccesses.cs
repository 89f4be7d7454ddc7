using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>
/// Finds the pairs of accesses to one variable, at least one of them a write, that no edge orders: only the canonical order does, and
/// TensorFlow would let them race. Initializers are left out, since they run before everything else, and so is what one call expands into.
/// </summary>
public static class UnorderedAccesses
{
    /// <summary>One warning per pair, in the order of the variables and of the second node of each pair.</summary>
    public static IReadOnlyList<Diagnostic> Find(Graph graph)
    {
        var accesses = Collect(graph);
        var warnings = new List<Diagnostic>();
        var ancestors = new Ancestors(graph);
        foreach (var variable in graph.Variables)
        {
            if (accesses.TryGetValue(variable.Name, out var list) && list.Count > 1 && list.Exists(access => access.IsWrite))
                AddPairs(variable, list, ancestors, warnings);
        }

        return warnings;
    }

    private static Dictionary<string, List<(Node Node, bool IsWrite)>> Collect(Graph graph)
    {
        var accesses = new Dictionary<string, List<(Node Node, bool IsWrite)>>();
        var initializers = graph.Variables.Select(variable => variable.Initializer).ToHashSet();
        foreach (var node in graph.Nodes.Where(node => !initializers.Contains(node)))
        {
            for (var i = 0; i < node.Inputs.Count; i++)
            {
                if (VariableAt(node, i) is { } declaration)
                    Add(accesses, VariableDeclaration.NameOf(declaration), (node, node.IsWriter && (node.Inputs[i].DType == DType.Resource || TakesReference(node, i))));
            }
        }

        return accesses;
    }

    private static void Add(Dictionary<string, List<(Node Node, bool IsWrite)>> accesses, string variable, (Node Node, bool IsWrite) access)
    {
        if (!accesses.TryGetValue(variable, out var list))
            accesses.Add(variable, list = []);
        var known = list.FindIndex(other => other.Node == access.Node);
        if (known < 0)
            list.Add(access);
        else
            list[known] = (access.Node, list[known].IsWrite || access.IsWrite);
    }

    /// <summary>The variable that a node reads or writes through an input; null when it takes a value that something else has computed.</summary>
    private static Node? VariableAt(Node node, int index)
    {
        var input = node.Inputs[index];
        if (node.ForwardsHandle(input))
            return null;
        if (input.DType == DType.Resource || (input.IsRef && TakesReference(node, index)))
            return Graph.VariableBehind(input);
        return input.IsRef && input.Node.Op.DeclaresVariable ? input.Node : null;
    }

    private static bool TakesReference(Node node, int index) => node.Op.Signature.TakesReferences && NodeTyping.ArgOf(node, index).IsRef;

    private static bool ForwardsHandle(this Node node, Output input) => input.DType == DType.Resource && node.Op.ForwardsInputs && !node.IsWriter;

    private static void AddPairs(
        VariableDeclaration variable, List<(Node Node, bool IsWrite)> accesses, Ancestors ancestors, List<Diagnostic> warnings)
    {
        accesses.Sort((left, right) => left.Node.Position.CompareTo(right.Node.Position));
        for (var later = 1; later < accesses.Count; later++)
        {
            var (node, isWrite) = accesses[later];
            ancestors.Collect(node, downTo: accesses[0].Node.Position);
            for (var earlier = 0; earlier < later; earlier++)
            {
                if ((isWrite || accesses[earlier].IsWrite) && !IsOneCall(accesses[earlier].Node, node) && !ancestors.Contains(accesses[earlier].Node))
                    warnings.Add(Warning(variable, accesses[earlier], accesses[later]));
            }
        }
    }

    /// <summary>One builder or function of a library has made both: their order is what it means.</summary>
    private static bool IsOneCall(Node first, Node second) =>
        first.Statement >= 0 && first.Statement == second.Statement && first.Span.Line == second.Span.Line;

    private static Diagnostic Warning(VariableDeclaration variable, (Node Node, bool IsWrite) first, (Node Node, bool IsWrite) second) => new(
        ErrorCode.UnorderedAccess,
        $"'{second.Node.Name}' {Verb(second.IsWrite)} variable '{variable.Name}' after '{first.Node.Name}' {Verb(first.IsWrite)} it, and no edge orders the two",
        second.Node.Span,
        $"the order of declaration decides; TensorFlow would let them race. To say it: after: [{first.Node.Name}]",
        second.Node.Name)
    {
        IsWarning = true,
        Note = first.Node.Span.IsNone ? null : $"'{first.Node.Name}' is at {first.Node.Span}",
    };

    private static string Verb(bool isWrite) => isWrite ? "writes" : "reads";

    /// <summary>The nodes that a node waits for, as marks that are renewed for each question.</summary>
    private sealed class Ancestors(Graph graph)
    {
        private readonly int[] marks = new int[graph.Nodes.Count];
        private readonly Stack<Node> pending = new();
        private int question;

        public void Collect(Node node, int downTo)
        {
            question++;
            pending.Push(node);
            while (pending.TryPop(out var next))
            {
                foreach (var input in next.Inputs)
                    Mark(input.Node, downTo);
                foreach (var control in next.ControlInputs)
                    Mark(control, downTo);
            }
        }

        public bool Contains(Node node) => marks[node.Index] == question;

        private void Mark(Node node, int downTo)
        {
            if (node.Position < downTo || marks[node.Index] == question)
                return;
            marks[node.Index] = question;
            pending.Push(node);
        }
    }
}
