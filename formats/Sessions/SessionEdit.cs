using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>Changes variables of a session by hand, outside any run, as a checkpoint of its own.</summary>
public static class SessionEdit
{
    /// <summary>Commits variables; the others, and the graph that the session was last run with, stay as they are.</summary>
    /// <param name="variables">New values; null drops a variable.</param>
    /// <param name="counters">Positions of random ops to set.</param>
    /// <param name="replaces">
    /// Variables may be new or change their dtype or shape. A session that does not exist yet takes anything.
    /// </param>
    /// <exception cref="GraphRunException">A variable that the session does not have, or has with another dtype or shape.</exception>
    public static Checkpoint Commit(
        SessionTransaction transaction,
        CheckpointRecord record,
        IReadOnlyList<KeyValuePair<string, Tensor?>> variables,
        IReadOnlyList<KeyValuePair<string, UInt128>> counters,
        bool replaces)
    {
        if (transaction.Session is { } session)
        {
            CheckFit(session, variables, replaces);
            record = record with { Graph = session.Head.Graph, Options = session.Head.Options };
        }

        return transaction.Commit(record, variables, counters);
    }

    private static void CheckFit(StoredSession session, IReadOnlyList<KeyValuePair<string, Tensor?>> variables, bool replaces)
    {
        var errors = new ErrorList();
        foreach (var (name, value) in variables)
        {
            var stored = session.Latest.Variable(name);
            if (stored is null && (value is null || !replaces))
                errors.Add(ErrorCode.UnknownName, Unknown(session, name), help: Help(session, name, isDropped: value is null));
            else if (stored is not null && value is not null && !replaces && !IsSameKind(stored, value))
                errors.Add(ErrorCode.GraphChanged, Unfit(stored, value), help: "--force gives it another dtype or shape");
        }

        errors.ThrowIfAny();
    }

    private static bool IsSameKind(StoredVariable stored, Tensor value) => stored.DType == value.DType && stored.Shape.Equals(value.Shape);

    private static string Unknown(StoredSession session, string name) =>
        $"session '{session.Name}' has no variable '{Printable.Text(name)}'";

    private static string Unfit(StoredVariable stored, Tensor value) =>
        $"variable '{Printable.Text(stored.Name)}' is {stored.DType.Name()}{stored.Shape}, and the new value is {value}";

    private static string? Help(StoredSession session, string name, bool isDropped) =>
        Suggestion.For(name, session.Latest.Variables().Select(variable => variable.Name)) ?? (isDropped ? null : "--force adds it");
}
