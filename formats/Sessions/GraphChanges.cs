using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>Compares the variables that a session has with those that a changed graph declares.</summary>
public static class GraphChanges
{
    /// <summary>One warning per variable that is new, gone, or of another dtype or shape; none for those that are kept.</summary>
    public static IReadOnlyList<Diagnostic> Between(IReadOnlyList<StoredVariable> stored, Graph graph, string session)
    {
        var warnings = new List<Diagnostic>();
        var byName = stored.ToDictionary(variable => variable.Name);
        foreach (var declared in graph.Variables)
        {
            if (!byName.Remove(declared.Name, out var variable))
                warnings.Add(Warning(declared, $"the graph has changed: variable '{declared.Name}' is new and has no value in session '{session}'"));
            else if (!Fits(declared, variable))
                warnings.Add(Warning(declared, $"the graph has changed: variable '{declared.Name}' is {Kind(variable)} in session '{session}', and the graph declares {Kind(declared)}"));
        }

        foreach (var variable in byName.Values)
        {
            warnings.Add(new Diagnostic(
                ErrorCode.GraphChanged, $"the graph has changed: variable '{variable.Name}' of session '{session}' is gone; its value stays in the session")
            { IsWarning = true });
        }

        return warnings;
    }

    /// <summary>Whether the stored value can be the variable's value.</summary>
    public static bool Fits(VariableDeclaration declared, StoredVariable stored) =>
        declared.DType == stored.DType && declared.Shape.Accepts(stored.Shape);

    private static Diagnostic Warning(VariableDeclaration declared, string message) =>
        new(ErrorCode.GraphChanged, message, declared.Node.Span, Node: declared.Node.Name) { IsWarning = true };

    private static string Kind(StoredVariable variable) => $"{variable.DType.Name()}{variable.Shape}";

    private static string Kind(VariableDeclaration variable) => $"{variable.DType.Name()}{variable.Shape}";
}
