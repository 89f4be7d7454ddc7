using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>Compares the state that a repeated run leaves with a stored one, bit for bit.</summary>
internal static class StateComparison
{
    private const int Piece = 1 << 20;

    /// <summary>Everything that either of the two changed and that differs now.</summary>
    /// <param name="before">The state that the run started from; null for none.</param>
    public static IReadOnlyList<ReplayDifference> Differences(SessionState? before, OpenSession run, SessionState after)
    {
        var differences = new List<ReplayDifference>();
        var variables = run.VariableChanges();
        foreach (var name in after.Checkpoint.ChangedVariables.Union(variables.Keys).Order(StringComparer.Ordinal))
        {
            var actual = variables.TryGetValue(name, out var written) ? written : before?.Read(name);
            var expected = after.Read(name);
            if (!IsSame(expected, actual))
                differences.Add(new ReplayDifference(name, IsRandom: false, expected, actual));
        }

        var counters = run.CounterChanges();
        foreach (var name in after.Checkpoint.MovedCounters.Union(counters.Keys).Order(StringComparer.Ordinal))
        {
            var actual = counters.TryGetValue(name, out var moved) ? moved : before?.RandomCounter(name);
            var expected = after.RandomCounter(name);
            if (expected != actual && !run.HasForgotten(name))
                differences.Add(new ReplayDifference(name, IsRandom: true, Words(expected), Words(actual)));
        }

        return differences;
    }

    /// <summary>Whether two values have the same dtype, shape and bits.</summary>
    public static bool IsSame(Tensor? left, Tensor? right)
    {
        if (left is null || right is null)
            return left is null && right is null;
        if (left.DType != right.DType || !left.Shape.Equals(right.Shape))
            return false;
        if (left.DType == DType.String)
        {
            return left.Values<byte[]>().ToArray().Zip(right.Values<byte[]>().ToArray())
                .All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        }

        for (var offset = 0L; offset < left.ByteCount; offset += Piece)
        {
            var length = (int)Math.Min(Piece, left.ByteCount - offset);
            if (!left.Bytes(offset, length).SequenceEqual(right.Bytes(offset, length)))
                return false;
        }

        return true;
    }

    private static Tensor? Words(UInt128? position) =>
        position is { } value ? Tensor.Vector((ulong)value, (ulong)(value >> 64)) : null;
}
