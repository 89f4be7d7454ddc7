using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// A variable of a session: a name and its current value. Values are immutable tensors, so whoever has read one keeps it, whatever is
/// written later.
/// </summary>
public sealed class Variable
{
    private readonly Session session;
    private Tensor? value;
    private Tensor? spare;
    private long retired;
    private bool isLoaded;
    private bool isOwned;

    internal Variable(Session session, string name)
    {
        this.session = session;
        Name = name;
    }

    public string Name { get; }

    /// <summary>
    /// The current value; null when the variable has none. Read from the session's source on first use. Whoever reads it here may keep it.
    /// </summary>
    public Tensor? Value
    {
        get
        {
            isOwned = false;
            return Current;
        }
    }

    /// <summary>The current value for those who forget it before the next run.</summary>
    internal Tensor? Current
    {
        get
        {
            if (!isLoaded)
                (value, isLoaded) = (session.LoadVariable?.Invoke(Name), true);
            return value;
        }
    }

    /// <summary>The value differs from the committed one, or was written again.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>
    /// A former value that nobody can see any more, to write the next one over; null when there is none. It is given once.
    /// </summary>
    internal Tensor? TakeSpare()
    {
        if (retired >= session.Runs)
            return null;
        var free = spare;
        spare = null;
        return free;
    }

    /// <summary>Gives the variable a new value; null takes its value away.</summary>
    internal void Assign(Tensor? next)
    {
        session.Remember(this, value, isLoaded, IsChanged);
        (value, isLoaded, IsChanged, isOwned) = (next, true, true, false);
    }

    /// <summary>
    /// The same, with a value that only the variable has: once it is replaced, and the run that did it is over, it may be written over.
    /// </summary>
    internal void AssignOwned(Tensor next)
    {
        var former = isOwned ? value : null;
        Assign(next);
        isOwned = true;
        if (former is not null)
            (spare, retired) = (former, session.Runs);
    }

    internal void Restore(Tensor? old, bool wasLoaded, bool wasChanged)
    {
        (value, isLoaded, IsChanged, isOwned) = (old, wasLoaded, wasChanged, false);
        spare = null;
    }

    internal void MarkCommitted() => IsChanged = false;
}
