using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>Brings back the graph that a checkpoint was run with: from what was recorded, else from its file.</summary>
public static class RecordedGraph
{
    /// <summary>The graph of a checkpoint, and the expressions behind it.</summary>
    /// <param name="path">A file to read instead of what was recorded; null for none.</param>
    /// <param name="requested">The fetches and targets that the expressions come after.</param>
    /// <exception cref="GraphRunException">The graph was not recorded and its file is gone, or is no longer the same graph.</exception>
    public static Graph Load(SessionState state, string? path, IReadOnlyList<AddedExpression> expressions, IReadOnlyList<string> requested)
    {
        GraphDef Prepare(GraphDef file) => AddedExpression.AddTo(file, expressions, requested);
        var graph = path is not null ? Binder.Load(path, Prepare, RecipeOf(state).Model) : Load(state, Prepare);
        return GraphFingerprint.Of(graph) == state.Checkpoint.Graph ? graph : throw new GraphRunException(
            ErrorCode.GraphChanged,
            $"{path ?? "the recorded graph"} is not the graph of checkpoint {state.Checkpoint.Number} of session '{state.Session}'",
            help: path is null ? "a file that it names has changed" : "name the file as it was then with --graph FILE");
    }

    /// <summary>
    /// A graph to ask about a state: the recorded one where it can be had, else one of nothing but the state's variables.
    /// </summary>
    public static Graph LoadToAsk(SessionState state, string? path, AddedExpression expression)
    {
        GraphDef Prepare(GraphDef file) => AddedExpression.AddTo(file, [expression], []);
        if (path is not null)
            return Binder.Load(path, Prepare, RecipeOf(state).Model);
        return state.GraphText() is not null ? Load(state, Prepare) : FromText(VariablesOf(state), "the variables", null, Prepare);
    }

    private static Graph Load(SessionState state, Func<GraphDef, GraphDef> prepare)
    {
        var recipe = RecipeOf(state);
        if (state.GraphText() is { } text)
            return FromText(text, recipe.Graph.Length == 0 ? "graph" : recipe.Graph, recipe.Folder, prepare);
        if (recipe.Graph is "" or "-")
        {
            throw new GraphRunException(
                ErrorCode.UnknownSession,
                $"the graph of checkpoint {state.Checkpoint.Number} of session '{state.Session}' was not recorded",
                help: "name its file with --graph FILE");
        }

        return Binder.Load(recipe.Graph, prepare, recipe.Model);
    }

    private static RunRecipe RecipeOf(SessionState state) => RunRecipe.Parse(state.Checkpoint.Options) ?? new RunRecipe();

    private static Graph FromText(string text, string name, string? folder, Func<GraphDef, GraphDef> prepare)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Binder.Load(stream, name, folder, prepare);
    }

    private static string VariablesOf(SessionState state)
    {
        var text = new StringBuilder("graphrun: 1\nnodes:\n");
        foreach (var variable in state.Variables())
        {
            var shape = string.Join(", ", variable.Shape.Dims.ToArray());
            text.Append($"  \"{variable.Name}\": {{op: VariableV2, dtype: {variable.DType.Name()}, shape: [{shape}]}}\n");
        }

        return text.ToString();
    }
}
