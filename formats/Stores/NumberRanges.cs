namespace GraphRun.Formats.Stores;

/// <summary>Prints ascending numbers briefly.</summary>
internal static class NumberRanges
{
    /// <summary><c>3, 7 to 26</c></summary>
    public static string Describe(IReadOnlyList<long> numbers)
    {
        var parts = new List<string>();
        for (var i = 0; i < numbers.Count;)
        {
            var last = i;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
                last++;
            parts.Add(last == i ? $"{numbers[i]}" : $"{numbers[i]} to {numbers[last]}");
            i = last + 1;
        }

        return string.Join(", ", parts);
    }
}
