namespace GraphRun.Formats.Expressions;

/// <summary>The words that are literals rather than names; in backticks they are names again.</summary>
internal static class NameKinds
{
    public static ExpressionKind Of(string word) => word switch
    {
        "true" or "false" or "True" or "False" => ExpressionKind.Boolean,
        "inf" or "nan" or ".inf" or ".nan" => ExpressionKind.Float,
        "None" => ExpressionKind.None,
        _ => ExpressionKind.Name,
    };

    /// <summary>One spelling for each literal word.</summary>
    public static string Canonical(ExpressionKind kind, string word) => (kind, word) switch
    {
        (ExpressionKind.Boolean, "True") => "true",
        (ExpressionKind.Boolean, "False") => "false",
        (ExpressionKind.Float, ".inf") => "inf",
        (ExpressionKind.Float, ".nan") => "nan",
        _ => word,
    };
}
