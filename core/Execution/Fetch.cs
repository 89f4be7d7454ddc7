using GraphRun.Errors;
using GraphRun.Graphs;

namespace GraphRun.Execution;

/// <summary>An output whose value a run returns. For a variable: its value before the run's writes, or after them.</summary>
/// <param name="IsPost">The value after all writes of the run (<c>foo@post</c>); only for variables.</param>
public readonly record struct Fetch(Output Output, bool IsPost = false)
{
    private const string Post = "@post";

    public static implicit operator Fetch(Output output) => new(output);

    /// <summary>Reads the public name of a default fetch, <c>name</c>, <c>name:index</c>, <c>name:output</c> or <c>variable@post</c>.</summary>
    /// <exception cref="GraphRunException">The graph has no such node or output.</exception>
    public static Fetch Parse(Graph graph, string text)
    {
        foreach (var (name, fetch) in graph.Outputs)
        {
            if (name == text)
                return fetch;
        }

        if (!text.EndsWith(Post, StringComparison.Ordinal))
            return new Fetch(OutputNames.Find(graph, text));
        var output = OutputNames.Find(graph, text[..^Post.Length]);
        return Graph.VariableBehind(output) is { } variable && variable == output.Node
            ? new Fetch(output, IsPost: true)
            : throw new GraphRunException(
                ErrorCode.UnknownName, $"'{text}': only a variable has a value after the run, and '{output}' is a {output.Node.Op.Name}", help: $"fetch '{output}'");
    }
}
