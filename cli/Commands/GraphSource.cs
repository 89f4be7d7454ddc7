using GraphRun.Formats.Binding;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Graphs;
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

    /// <summary>What the file says, without its meaning.</summary>
    /// <exception cref="Errors.GraphRunException">As <see cref="Load"/>.</exception>
    public static GraphDef Read(string path, StandardInput input)
    {
        if (path != "-")
            return GraphFile.Read(path);
        using var stream = input.Claim("GRAPH");
        return GraphFile.Read(stream, path);
    }
}
