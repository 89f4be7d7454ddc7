using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>
/// The right to give a session its next checkpoints. It is held from before the state is read until it is disposed of; nobody else
/// can change the session meanwhile, readers see the old checkpoint, and the store itself is only locked while <see cref="Commit"/> writes.
/// </summary>
public sealed class SessionTransaction : IDisposable
{
    private readonly Store store;
    private readonly string name;
    private readonly SessionLock held;

    internal SessionTransaction(Store store, string name, SessionLock held)
    {
        (this.store, this.name, this.held) = (store, name, held);
        Session = store.Session(name);
    }

    /// <summary>
    /// The session as it was when it was taken or last committed; null when it does not exist and the commit will create it.
    /// </summary>
    public StoredSession? Session { get; private set; }

    /// <summary>
    /// Writes the next checkpoint, in one transaction that survives a crash wholly or not at all, and creates the store if there is none.
    /// </summary>
    /// <param name="variables">Variables that were assigned, with their values; null drops a variable.</param>
    /// <param name="counters">The positions of the random ops that ran.</param>
    /// <param name="droppedCounters">Random ops whose positions are forgotten.</param>
    /// <exception cref="GraphRunException">The store cannot be written; it is as it was.</exception>
    public Checkpoint Commit(
        CheckpointRecord record,
        IEnumerable<KeyValuePair<string, Tensor?>> variables,
        IEnumerable<KeyValuePair<string, UInt128>> counters,
        IEnumerable<string>? droppedCounters = null)
    {
        store.CreateIfMissing();
        var checkpoint = store.Write(database =>
        {
            var (session, head) = Current(database, record);
            var writer = new StateWriter(database, session, head);
            foreach (var (variable, value) in variables)
            {
                if (value is null)
                    writer.Drop(TensorKind.Variable, variable);
                else
                    writer.Set(TensorKind.Variable, StoredName.Check("variable", variable), value);
            }

            foreach (var op in droppedCounters ?? [])
                writer.Drop(TensorKind.RandomCounter, op);
            foreach (var (op, counter) in counters)
                writer.Set(TensorKind.RandomCounter, StoredName.Check("node", op), Tensor.Vector((ulong)counter, (ulong)(counter >> 64)));
            WriteRecord(writer, record, head);
            return writer.Finish(record);
        });
        Session = store.Session(name);
        return checkpoint;
    }

    public void Dispose() => held.Dispose();

    private static void WriteRecord(StateWriter writer, CheckpointRecord record, Checkpoint? head)
    {
        foreach (var (feed, value) in record.RecordedFeeds)
            writer.Record(StoredName.Check("feed", feed), value);
        if (record.GraphText is not null)
            writer.Set(TensorKind.Graph, "", Tensor.Scalar(record.GraphText));
        else if (record.Graph != head?.Graph)
            writer.Drop(TensorKind.Graph, "");
    }

    private (SessionRow Session, Checkpoint? Head) Current(Database database, CheckpointRecord record)
    {
        var row = SessionTable.Find(database, name);
        var head = row is null ? null : CheckpointTable.Head(database, row.Id);
        if (head?.Number != Session?.Head.Number || head?.Digest != Session?.Head.Digest)
        {
            throw new GraphRunException(
                ErrorCode.SessionBusy,
                $"session '{name}' in the store {store.Path} was changed by another program meanwhile; nothing was changed");
        }

        var keep = record.Keep ?? row?.Keep ?? Retention.DefaultKeep;
        if (row is not null && row.Keep == keep)
            return (row, head);
        var updated = new SessionRow(row?.Id ?? SessionTable.NextId(database), name, row?.Created ?? record.Time, keep);
        SessionTable.Delete(database, name);
        SessionTable.Insert(database, updated);
        return (updated, head);
    }
}
