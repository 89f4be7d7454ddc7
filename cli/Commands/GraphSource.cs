using GraphRun.Errors;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Feeds;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Graphs;

namespace GraphRun.Cli.Commands;

/// <summary>A graph as an argument named it.</summary>
/// <param name="Text">What was read; null when it was no text.</param>
/// <param name="Folder">Where files lie that the graph names; null when it may name none.</param>
internal sealed record GraphSource(Graph Graph, SourceText? Text, string? Folder)
{
    /// <summary>Reads the graph that an argument names: a file, the folder of a model, or standard input.</summary>
    /// <param name="choice">Which part of a model is meant; null for its default.</param>
    /// <exception cref="GraphRunException">The file cannot be read, or everything that is wrong with it.</exception>
    public static Graph Load(string path, StandardInput input, ModelChoice? choice = null) => Load(path, input, [], [], choice).Graph;

    /// <inheritdoc cref="Load(string, StandardInput, ModelChoice?)"/>
    /// <param name="expressions">What the command line adds to the graph, behind what is requested of it.</param>
    public static GraphSource Load(
        string path,
        StandardInput input,
        IReadOnlyList<AddedExpression> expressions,
        IReadOnlyList<string> requested,
        ModelChoice? choice = null)
    {
        GraphDef? read = null;
        GraphDef Prepare(GraphDef file) => AddedExpression.AddTo(read = file, expressions, requested);
        if (path != "-")
        {
            var graph = Binder.Load(path, Prepare, choice);
            return new GraphSource(graph, GraphFile.IsProtobuf(path) ? null : read?.Source, read?.Folder);
        }

        using var stream = input.Claim("GRAPH");
        var bound = Binder.Load(stream, path, null, Prepare, choice);
        return new GraphSource(bound, read?.Model is null ? read?.Source : null, read?.Folder);
    }

    /// <summary>What the file says, without its meaning, as far as it can be read.</summary>
    /// <param name="problems">What is wrong with the file.</param>
    /// <exception cref="GraphRunException">Nothing can be read, or standard input has errors.</exception>
    public static GraphDef Inspect(string path, StandardInput input, ModelChoice choice, out IReadOnlyList<Diagnostic> problems)
    {
        if (path != "-")
            return GraphFile.Inspect(path, choice, out problems);
        problems = [];
        using var stream = input.Claim("GRAPH");
        return GraphFile.Read(stream, path);
    }
}
