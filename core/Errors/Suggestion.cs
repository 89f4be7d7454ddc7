namespace GraphRun.Errors;

/// <summary>The nearest of the known names, for "did you mean".</summary>
public static class Suggestion
{
    private const int LongestName = 256;

    /// <summary>
    /// "did you mean 'float32'?", or null when nothing is near: at most two edits (insert, delete, replace, swap), and fewer
    /// than half the name's letters; letter case is no edit, but of equally near names the one in the same case is taken.
    /// </summary>
    public static string? For(string name, IEnumerable<string> known) =>
        Nearest(name, known) is { } nearest ? $"did you mean '{nearest}'?" : null;

    /// <summary>The known name nearest to <paramref name="name"/>, the first of equals, or null.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
            return null;
        var limit = Math.Min(2, Math.Max(1, (name.Length - 1) / 2));
        var (nearest, least) = ((string?)null, int.MaxValue);
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) > limit)
                continue;
            var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            var cost = (2 * distance) + (distance < Distance(name, candidate) ? 1 : 0);
            if (distance <= limit && cost < least)
                (nearest, least) = (candidate, cost);
        }

        return nearest;
    }

    /// <summary>Optimal string alignment distance: Levenshtein's with adjacent letters swapped counting one.</summary>
    private static int Distance(string left, string right)
    {
        var (before, previous, current) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }
}
