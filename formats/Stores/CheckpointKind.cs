namespace GraphRun.Formats.Stores;

/// <summary>What made a checkpoint.</summary>
public enum CheckpointKind
{
    Run,

    /// <summary>The first checkpoint of a copy of another session.</summary>
    Fork,

    /// <summary>The state of an earlier checkpoint, taken up again.</summary>
    Rollback,

    /// <summary>Values read from files.</summary>
    Import,

    /// <summary>Variables set, renamed or dropped by hand.</summary>
    Set,
}

/// <summary>The words that stand for the kinds in files.</summary>
internal static class CheckpointKinds
{
    private static readonly string[] words = ["run", "fork", "rollback", "import", "set"];

    public static string Word(this CheckpointKind kind) => words[(int)kind];

    public static bool TryParse(string word, out CheckpointKind kind)
    {
        kind = (CheckpointKind)Array.IndexOf(words, word);
        return kind >= 0;
    }
}
