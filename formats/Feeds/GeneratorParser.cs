namespace GraphRun.Formats.Feeds;

/// <summary>Tells generators from literals: a name that generators have, alone or with arguments in brackets.</summary>
internal static class GeneratorParser
{
    /// <summary>Every generator, with the names of its arguments in their order.</summary>
    public static IReadOnlyDictionary<string, string[]> Parameters { get; } = new Dictionary<string, string[]>
    {
        ["zeros"] = [],
        ["ones"] = [],
        ["eye"] = [],
        ["full"] = ["value"],
        ["range"] = ["start", "stop", "step"],
        ["rand"] = ["seed", "lo", "hi"],
        ["randn"] = ["seed", "mean", "std"],
    };

    /// <summary>The generator that the text calls; null when it calls none.</summary>
    public static GeneratorSource? TryParse(string text)
    {
        var open = text.IndexOf('(');
        var name = open < 0 ? text : text[..open].TrimEnd();
        if (!Parameters.ContainsKey(name) || (open >= 0 && !text.EndsWith(')')))
            return null;
        var inner = open < 0 ? "" : text[(open + 1)..^1];
        return new GeneratorSource(name, text, string.IsNullOrWhiteSpace(inner) ? [] : [.. inner.Split(',').Select(part => part.Trim())]);
    }
}
