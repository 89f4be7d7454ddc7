using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>The rule for the names of sessions, tags and tensors in a store.</summary>
internal static class StoredName
{
    private const int Longest = 4096;

    /// <exception cref="GraphRunException">The name is empty, too long, has control characters, or is no valid Unicode.</exception>
    public static string Check(string kind, string name)
    {
        if (name.Length is 0 or > Longest)
            throw new GraphRunException(ErrorCode.InvalidName, $"a {kind} name has 1 to {Longest} letters, got {name.Length}");
        for (var i = 0; i < name.Length; i++)
        {
            var pair = char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]);
            if (char.IsControl(name[i]) || (char.IsSurrogate(name[i]) && !pair))
            {
                throw new GraphRunException(
                    ErrorCode.InvalidName, $"a {kind} name has no control characters, got U+{(int)name[i]:X4} at its position {i}");
            }

            i += pair ? 1 : 0;
        }

        return name;
    }
}
