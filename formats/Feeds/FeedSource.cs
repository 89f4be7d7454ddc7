namespace GraphRun.Formats.Feeds;

/// <summary>Where the value of a feed comes from.</summary>
public abstract record FeedSource;

/// <summary>
/// The value itself, as JSON with the words <c>nan</c>, <c>inf</c> and <c>-inf</c> besides; a string may stand without quotes.
/// </summary>
public sealed record LiteralSource(string Text) : FeedSource;

/// <summary>A generator: <c>zeros</c>, <c>range(0,10,2)</c>, <c>rand(seed=7)</c>.</summary>
/// <param name="Text">The whole call as it is written.</param>
/// <param name="Arguments">What stands between the brackets, set apart at its commas.</param>
public sealed record GeneratorSource(string Name, string Text, IReadOnlyList<string> Arguments) : FeedSource;

/// <summary>A file, or standard input where the path is <c>-</c>.</summary>
/// <param name="Key">The tensor of the file, or the column of a table; null when none is named.</param>
public sealed record FileSource(string Path, string? Key) : FeedSource
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";
}
