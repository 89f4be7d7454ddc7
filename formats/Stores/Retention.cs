namespace GraphRun.Formats.Stores;

/// <summary>Lets go of old checkpoints and of the values that only they had. The newest ones and tagged ones stay.</summary>
internal static class Retention
{
    /// <summary>How many of the newest checkpoints a new session keeps.</summary>
    public const int DefaultKeep = 20;

    /// <param name="head">The number of the newest checkpoint.</param>
    public static void Apply(Database database, SessionRow session, long head)
    {
        var numbers = Numbers(database, session.Id);
        if (numbers.Count == 0 || numbers[0] > head - session.Keep)
            return;
        var tagged = TagTable.All(database, session.Id).Select(tag => tag.Number).ToHashSet();
        foreach (var number in numbers.ToArray())
        {
            if (number > head - session.Keep || tagged.Contains(number))
                continue;
            var index = numbers.IndexOf(number);
            numbers.RemoveAt(index);
            Drop(database, session, number, before: index > 0 ? numbers[index - 1] : 0, after: numbers[index], numbers);
        }
    }

    /// <summary>Deletes every version that no checkpoint of the session has: needed when checkpoints go in any other order.</summary>
    /// <param name="numbers">The checkpoints that are there, ascending.</param>
    public static void Sweep(Database database, long session, List<long> numbers)
    {
        var unneeded = TensorTable.All(database, session).Where(row => !IsNeeded(row, numbers)).ToList();
        foreach (var row in unneeded)
            Delete(database, row);
    }

    /// <summary>The checkpoints that a session still has, ascending.</summary>
    public static List<long> Numbers(Database database, long session)
    {
        var query = database.Prepare("SELECT number FROM checkpoints WHERE session = ?1 ORDER BY number").Bind(1, session);
        var numbers = new List<long>();
        while (query.Step())
            numbers.Add(query.Int64(0));
        return numbers;
    }

    /// <summary>Deletes a version, and its content unless another version shares it.</summary>
    public static void Delete(Database database, TensorRow row)
    {
        TensorTable.Delete(database, row);
        if (row.Chunk is { } chunk)
            ChunkTable.Free(database, chunk, row.Bytes);
    }

    private static void Drop(Database database, SessionRow session, long number, long before, long after, List<long> numbers)
    {
        var dropped = CheckpointTable.Find(database, session.Id, number);
        var next = CheckpointTable.Find(database, session.Id, after);
        CheckpointTable.Delete(database, session.Id, number);
        if (after != number + 1 || dropped is null || next is null)
        {
            Sweep(database, session.Id, numbers);
            return;
        }

        // What ended with this checkpoint is what the next one changed, and what was fed to this one.
        foreach (var (kind, name) in next.Changed.Concat(dropped.Changed.Where(change => change.Kind == TensorKind.Feed)))
        {
            if (TensorTable.Find(database, session.Id, kind, name, number) is { } row && row.Until <= after && row.Since > before)
                Delete(database, row);
        }
    }

    private static bool IsNeeded(TensorRow row, List<long> numbers)
    {
        var index = numbers.BinarySearch(row.Since);
        var first = index >= 0 ? index : ~index;
        return first < numbers.Count && row.IsAt(numbers[first]);
    }
}
