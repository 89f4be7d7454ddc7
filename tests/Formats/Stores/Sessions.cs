using GraphRun.Formats.Stores;
using GraphRun.Tensors;

namespace GraphRun.Tests.Formats.Stores;

/// <summary>Short ways to write and read sessions in tests.</summary>
internal static class Sessions
{
    /// <summary>Commits variables to a session; null drops one.</summary>
    public static Checkpoint Commit(string path, string session, params (string Name, Tensor? Value)[] variables) =>
        Commit(path, session, new CheckpointRecord(), variables);

    public static Checkpoint Commit(string path, string session, CheckpointRecord record, params (string Name, Tensor? Value)[] variables)
    {
        using var store = Store.OpenForWriting(path);
        using var transaction = store.Begin(session);
        return transaction.Commit(record, variables.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)), []);
    }

    /// <summary>The value of a variable, at the newest checkpoint or another one.</summary>
    public static Tensor? Read(string path, string session, string variable, long? at = null)
    {
        using var store = Store.OpenForReading(path)!;
        var stored = store.Session(session)!;
        return (at is { } number ? stored.At(number) : stored.Latest).Read(variable);
    }
}
