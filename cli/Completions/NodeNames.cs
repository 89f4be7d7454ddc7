using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Cli.Completions;

/// <summary>The names of nodes, read from a graph file without finding out what it means.</summary>
internal static class NodeNames
{
    /// <summary>The names in document order; none when there is no file or no graph in it.</summary>
    public static IEnumerable<string> In(string? path)
    {
        if (path is null or "-")
            return [];
        try
        {
            return [.. GraphFile.Read(path).Nodes.Select(node => node.Name)];
        }
        catch (GraphRunException)
        {
            return [];
        }
    }
}
