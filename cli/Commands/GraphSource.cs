using GraphRun.Formats.Binding;
using GraphRun.Formats.Feeds;
using GraphRun.Graphs;

namespace GraphRun.Cli.Commands;

/// <summary>Reads the graph that an argument names: a file, or standard input.</summary>
internal static class GraphSource
{
    /// <exception cref="Errors.GraphRunException">The file cannot be read, or everything that is wrong with it.</exception>
    public static Graph Load(string path, StandardInput input)
    {
        if (path != "-")
            return Binder.Load(path);
        using var stream = input.Claim("GRAPH");
        return Binder.Load(stream, path);
    }
}
