using GraphRun.Errors;

namespace GraphRun.Formats.Stores;

/// <summary>What a check of a store found.</summary>
/// <param name="Tensors">Versions of variables, random counters, recorded feeds and graphs.</param>
/// <param name="Bytes">The length of all values, shared ones counted once.</param>
/// <param name="UnusedBytes">Pages of the file that hold nothing; the next commits fill them.</param>
/// <param name="Problems">Everything that is damaged; empty for a whole store.</param>
public sealed record StoreReport(
    int Sessions, int Checkpoints, int Tensors, long Bytes, long UnusedBytes, IReadOnlyList<Diagnostic> Problems)
{
    public bool IsWhole => Problems.Count == 0;
}
