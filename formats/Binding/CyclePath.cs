using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>Finds the shortest way from a node back to itself and prints it.</summary>
internal static class CyclePath
{
    private const int MostPrinted = 12;

    /// <summary>Breadth first over what nodes need; only nodes that <paramref name="isCandidate"/> can lie on a cycle.</summary>
    /// <returns>The nodes from <paramref name="first"/> on, each needing the next and the last one the first.</returns>
    public static List<int> Shortest(BindingContext context, int first, Func<int, bool> isCandidate)
    {
        var reachedFrom = new Dictionary<int, int>();
        var pending = new Queue<int>([first]);
        while (pending.TryDequeue(out var node))
        {
            foreach (var next in Needed(context, node))
            {
                if (next == first)
                    return Way(first, node, reachedFrom);
                if (isCandidate(next) && reachedFrom.TryAdd(next, node))
                    pending.Enqueue(next);
            }
        }

        return [first];
    }

    /// <summary><c>a -> b -> a</c>; the middle of a long way is left out.</summary>
    public static string Print(IReadOnlyList<NodeDef> nodes, List<int> cycle)
    {
        var names = cycle.Append(cycle[0]).Select(index => nodes[index].Name).ToList();
        if (names.Count > MostPrinted)
        {
            var left = names.Count - MostPrinted;
            names = [.. names.Take(MostPrinted / 2), $"({left} more)", .. names.TakeLast(MostPrinted / 2)];
        }

        return string.Join(" -> ", names);
    }

    private static List<int> Way(int first, int last, Dictionary<int, int> reachedFrom)
    {
        var way = new List<int> { last };
        while (way[^1] != first)
            way.Add(reachedFrom[way[^1]]);
        way.Reverse();
        return way;
    }

    private static List<int> Needed(BindingContext context, int node)
    {
        try
        {
            return Dependencies.Of(context, context.Nodes[node]).Nodes;
        }
        catch (GraphRunException)
        {
            return [];
        }
    }
}
