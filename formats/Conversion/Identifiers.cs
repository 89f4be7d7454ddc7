namespace GraphRun.Formats.Conversion;

/// <summary>Names for functions and parameters that expressions can use without quotes.</summary>
internal static class Identifiers
{
    /// <summary>The name with '_' for what no identifier can have, and a number behind it when it is taken.</summary>
    public static string Unique(string name, HashSet<string> taken)
    {
        var letters = name.TrimStart('_').Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_').ToArray();
        var identifier = letters.Length > 0 && char.IsAsciiLetter(letters[0]) ? new string(letters) : "f_" + new string(letters);
        var unique = identifier;
        for (var suffix = 1; !taken.Add(unique); suffix++)
            unique = $"{identifier}_{suffix}";
        return unique;
    }
}
