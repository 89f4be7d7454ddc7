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
    private bool isLoaded;

    internal Variable(Session session, string name)
    {
        this.session = session;
        Name = name;
    }

    public string Name { get; }

    /// <summary>The current value; null when the variable has none. Read from the session's source on first use.</summary>
    public Tensor? Value
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

    /// <summary>Gives the variable a new value; null takes its value away.</summary>
    internal void Assign(Tensor? next)
    {
        session.Remember(this, value, isLoaded, IsChanged);
        (value, isLoaded, IsChanged) = (next, true, true);
    }

    internal void Restore(Tensor? old, bool wasLoaded, bool wasChanged) => (value, isLoaded, IsChanged) = (old, wasLoaded, wasChanged);

    internal void MarkCommitted() => IsChanged = false;
}
