using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Models;

/// <summary>
/// Finds the nodes with which TensorFlow saves and restores variables: the savers, what follows from them, and what is there for them
/// alone. Sessions do without.
/// </summary>
internal static class SaverRemoval
{
    private static readonly HashSet<string> savers =
    [
        "Save", "SaveSlices", "SaveV2", "Restore", "RestoreSlice", "RestoreV2", "MergeV2Checkpoints", "ShardedFilename", "ShardedFilespec",
    ];

    /// <summary>The nodes that remain, in their order.</summary>
    public static IReadOnlyList<NodeDef> Apply(IReadOnlyList<NodeDef> nodes)
    {
        var open = new Stack<NodeDef>(nodes.Where(node => savers.Contains(node.Op.Text)));
        if (open.Count == 0)
            return nodes;
        var users = Users(nodes);
        var gone = Followers(open, users);
        RemoveFeeders(nodes, users, gone);
        return [.. nodes.Where(node => !gone.Contains(node.Name))];
    }

    private static Dictionary<string, List<NodeDef>> Users(IReadOnlyList<NodeDef> nodes)
    {
        var users = new Dictionary<string, List<NodeDef>>();
        foreach (var node in nodes)
        {
            foreach (var name in ImportedNodes.InputNodes(node))
            {
                if (!users.TryGetValue(name, out var list))
                    users.Add(name, list = []);
                list.Add(node);
            }
        }

        return users;
    }

    private static HashSet<string> Followers(Stack<NodeDef> open, Dictionary<string, List<NodeDef>> users)
    {
        var gone = new HashSet<string>();
        while (open.TryPop(out var node))
        {
            if (!gone.Add(node.Name))
                continue;
            foreach (var user in users.GetValueOrDefault(node.Name) ?? [])
                open.Push(user);
        }

        return gone;
    }

    /// <summary>File names and lists of variables that nobody uses any more.</summary>
    private static void RemoveFeeders(IReadOnlyList<NodeDef> nodes, Dictionary<string, List<NodeDef>> users, HashSet<string> gone)
    {
        var feeders = nodes.Where(node => node.Op.Text is "Const" or "PlaceholderWithDefault" or "StringJoin").ToDictionary(node => node.Name);
        var open = new Stack<NodeDef>(nodes.Where(node => gone.Contains(node.Name)));
        while (open.TryPop(out var node))
        {
            foreach (var name in ImportedNodes.InputNodes(node))
            {
                if (!feeders.TryGetValue(name, out var feeder) || gone.Contains(name) || !users[name].TrueForAll(user => gone.Contains(user.Name)))
                    continue;
                gone.Add(name);
                open.Push(feeder);
            }
        }
    }
}
