using GraphRun.Errors;
using GraphRun.Formats.Stores;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>Tells where the variables of a session are not those that a changed graph declares.</summary>
public static class GraphChanges
{
    /// <summary>One warning per variable that is new, gone, or of another dtype or shape; none for those that are kept.</summary>
    /// <param name="initializes">Variables without a value, or with one that does not fit, are about to be initialized.</param>
    public static IReadOnlyList<Diagnostic> Describe(IReadOnlyList<VariableMove> moves, string session, bool initializes) =>
        [.. moves.OrderBy(move => move.Declared?.Node.Index ?? int.MaxValue)
            .Select(move => Describe(move, session, initializes)).OfType<Diagnostic>()];

    /// <summary>Whether the stored value can be the variable's value.</summary>
    public static bool Fits(VariableDeclaration declared, StoredVariable stored) =>
        declared.DType == stored.DType && declared.Shape.Accepts(stored.Shape);

    /// <summary>Dtype and shape of a variable in the session.</summary>
    public static string Kind(StoredVariable variable) => $"{variable.DType.Name()}{variable.Shape}";

    /// <summary>Dtype and shape of a variable in the graph.</summary>
    public static string Kind(VariableDeclaration variable) => $"{variable.DType.Name()}{variable.Shape}";

    private static Diagnostic? Describe(VariableMove move, string session, bool initializes)
    {
        var willBeInitialized = initializes && move.Declared?.Initializer is not null;
        return move.Fate switch
        {
            VariableFate.New when !willBeInitialized => Warning(
                move,
                $"variable '{move.Name}' is new and has no value in session '{session}'",
                $"give it one with --init, or name the variable that it was: --rename OLD={move.Name}"),
            VariableFate.Unfit => Warning(
                move,
                $"variable '{move.Name}' is {Kind(move.Stored!)} in session '{session}', and the graph declares {Kind(move.Declared!)}",
                willBeInitialized ? "--init replaces its value" : "--init replaces its value by the initializer's"),
            VariableFate.Gone => Warning(
                move,
                $"variable '{move.Stored!.Name}' of session '{session}' is gone; its value stays in the session",
                $"remove it with --drop, or say what it is called now: --rename {move.Stored.Name}=NEW"),
            _ => null,
        };
    }

    private static Diagnostic Warning(VariableMove move, string message, string help) =>
        new(ErrorCode.GraphChanged, $"the graph has changed: {message}", move.Declared?.Node.Span ?? default, help, move.Declared?.Node.Name)
        {
            IsWarning = true,
        };
}
