using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// What functions of the file use of its own nodes, themselves or through functions that they name: a node that calls one comes after
/// these.
/// </summary>
/// <param name="References">Names, some of which may be no nodes.</param>
/// <param name="NeedsAllVariables">The call can be bound only when all variables have been.</param>
internal sealed record FunctionUses(IReadOnlySet<string> References, bool NeedsAllVariables)
{
    public static FunctionUses None { get; } = new(new HashSet<string>(), false);

    public static FunctionUses Of(FunctionDef function, Callees callees)
    {
        var (references, seen) = (new HashSet<string>(), new HashSet<FunctionDef> { function });
        var needsAllVariables = false;
        var pending = new Stack<FunctionDef>(seen);
        while (pending.TryPop(out var next))
        {
            var free = NodeReferences.FreeIn(next);
            var calls = next.Nodes.SelectMany(NodeReferences.CallsOf).ToList();
            references.UnionWith(free.Select(NodeReferences.NodeOf));
            needsAllVariables |= calls.Any(Callees.NeedsAllVariables);
            foreach (var name in free.Concat(calls))
            {
                if (callees.Function(name) is { } callee && seen.Add(callee))
                    pending.Push(callee);
            }
        }

        return new FunctionUses(references, needsAllVariables);
    }
}
