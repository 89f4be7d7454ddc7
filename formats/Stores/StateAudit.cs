namespace GraphRun.Formats.Stores;

/// <summary>Proves that the rows of a state are all there and belong together, without reading contents.</summary>
internal static class StateAudit
{
    /// <summary>Every variable and random counter that a checkpoint has.</summary>
    /// <exception cref="Errors.GraphRunException">A row is lost, damaged, or one too many.</exception>
    public static IReadOnlyList<TensorRow> Verify(Database database, Checkpoint checkpoint)
    {
        var rows = new List<TensorRow>();
        var digest = 0UL;
        foreach (var row in TensorTable.All(database, checkpoint.Session))
        {
            if (!row.IsState || row.IsTombstone || !row.IsAt(checkpoint.Number))
                continue;
            rows.Add(row);
            digest += row.Digest();
        }

        return rows.Count == checkpoint.TensorCount && digest == checkpoint.Digest
            ? rows
            : throw StoreError.Damaged(
                database.Path, $"checkpoint {checkpoint.Number} should have {checkpoint.TensorCount} values, and others were found");
    }
}
