using GraphRun.Errors;
using GraphRun.Formats.Stores;

namespace GraphRun.Cli.Commands;

/// <summary>Checkpoints as arguments name them: <c>3</c>, <c>best</c>, <c>2..5</c>, <c>2..</c>, <c>..5</c>, both ends included.</summary>
internal static class CheckpointRange
{
    /// <summary>The checkpoints that a session still has of a range, oldest first; all of them for null.</summary>
    /// <exception cref="GraphRunException">An end that the session does not have, or nothing between the two.</exception>
    public static IReadOnlyList<Checkpoint> Find(StoredSession session, string? range)
    {
        var all = session.Checkpoints();
        if (range is null)
            return all;
        var dots = range.IndexOf("..", StringComparison.Ordinal);
        var (first, last) = dots < 0 ? (range, range) : (range[..dots], range[(dots + 2)..]);
        var least = first.Length == 0 ? 0 : session.At(first).Checkpoint.Number;
        var most = last.Length == 0 ? session.Head.Number : session.At(last).Checkpoint.Number;
        var found = all.Where(checkpoint => checkpoint.Number >= least && checkpoint.Number <= most).ToList();
        return found.Count > 0 ? found : throw new GraphRunException(
            ErrorCode.UnknownSession, $"session '{session.Name}' has no checkpoint in {range}", help: "the earlier one comes first: 2..5");
    }
}
