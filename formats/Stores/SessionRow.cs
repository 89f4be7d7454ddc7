namespace GraphRun.Formats.Stores;

/// <summary>A session's own record.</summary>
/// <param name="Keep">How many of the newest checkpoints are kept, at least 1.</param>
internal sealed record SessionRow(long Id, string Name, DateTimeOffset Created, long Keep)
{
    /// <summary>The checksum of the row.</summary>
    public uint Seal()
    {
        var seal = default(Checksum);
        seal.Append(Id);
        seal.Append(Name);
        seal.Append(Created.ToUnixTimeMilliseconds());
        seal.Append(Keep);
        return seal.Value;
    }
}
