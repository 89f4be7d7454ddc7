namespace GraphRun.Formats.Stores;

/// <summary>One variable in two states.</summary>
/// <param name="Left">The variable in the first state; null when it has none.</param>
/// <param name="Right">The variable in the second state; null when it has none.</param>
/// <param name="IsSame">Both have it with the same dtype, shape and value, bit for bit.</param>
public sealed record VariableDifference(string Name, StoredVariable? Left, StoredVariable? Right, bool IsSame);

/// <summary>Compares two states of one session or of two, in one store or in two.</summary>
public static class SessionDifference
{
    /// <summary>Every variable of either state, in the order of their names.</summary>
    public static IReadOnlyList<VariableDifference> Between(SessionState left, SessionState right)
    {
        var before = left.Variables().ToDictionary(variable => variable.Name);
        var after = right.Variables().ToDictionary(variable => variable.Name);
        var names = before.Keys.Union(after.Keys).Order(StringComparer.Ordinal);
        return [.. names.Select(name => Compare(left, right, name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))];
    }

    private static VariableDifference Compare(
        SessionState left, SessionState right, string name, StoredVariable? before, StoredVariable? after) =>
        new(name, before, after, before is not null && after is not null && SessionState.HaveSameValue(left, right, name));
}
