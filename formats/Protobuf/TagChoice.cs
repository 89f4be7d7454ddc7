using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Protobuf;

/// <summary>Chooses one of the graphs of a SavedModel, which tags tell apart.</summary>
internal static class TagChoice
{
    private const string Serving = "serve";

    /// <param name="asked">The tags, all of them, in any order; null for <c>serve</c>, or the only graph.</param>
    /// <exception cref="GraphRunException">No graph has exactly these tags.</exception>
    public static T Choose<T>(IReadOnlyList<T> graphs, Func<T, IReadOnlyList<string>> tags, IReadOnlyList<string>? asked, string file)
    {
        if (graphs.Count == 0)
            throw new GraphRunException(ErrorCode.NoGraph, $"no graph in file '{Printable.Text(file)}'");
        if (graphs.Count == 1 && asked is null)
            return graphs[0];
        var wanted = (asked ?? [Serving]).ToHashSet();
        foreach (var graph in graphs)
        {
            if (wanted.SetEquals(tags(graph)))
                return graph;
        }

        var all = string.Join("; ", graphs.Select(graph => string.Join(',', tags(graph).Select(tag => Printable.Text(tag)))));
        throw new GraphRunException(
            ErrorCode.UnknownName,
            $"{file}: no graph has the tags {string.Join(',', wanted.Select(tag => Printable.Text(tag)))}; there are: {all}",
            help: "choose one: --tags TAG,TAG");
    }
}
