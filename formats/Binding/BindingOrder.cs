using GraphRun.Errors;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Binds every node of the file after those that it names, in the order of the file as far as that allows. What needs all variables
/// waits, with everything that names it, until the rest is bound. A node with an error takes those that name it along, silently.
/// </summary>
internal sealed class BindingOrder(BindingContext context, Action<int, Dependencies> bind)
{
    private readonly State[] states = new State[context.Nodes.Count];
    private readonly Stack<Frame> open = new();
    private bool allVariablesAreBound;

    private enum State : byte
    {
        New,
        Open,
        Postponed,
        Bound,
        Failed,
    }

    public void Run()
    {
        for (var i = 0; i < states.Length; i++)
            Visit(i);
        allVariablesAreBound = true;
        for (var i = 0; i < states.Length; i++)
            Visit(i);
    }

    public bool IsBound(int index) => states[index] == State.Bound;

    private bool CanOpen(int index) =>
        states[index] == State.New || (states[index] == State.Postponed && allVariablesAreBound);

    private void Visit(int index)
    {
        if (CanOpen(index))
            Open(index);
        while (open.TryPeek(out var frame))
        {
            if (frame.Next < frame.Dependencies.Nodes.Count)
                Follow(frame.Dependencies.Nodes[frame.Next++]);
            else
                Close(open.Pop());
        }
    }

    private void Open(int index)
    {
        states[index] = State.Open;
        try
        {
            var dependencies = Dependencies.Of(context, context.Nodes[index]);
            if (dependencies.NeedsAllVariables && !allVariablesAreBound)
                states[index] = State.Postponed;
            else
                open.Push(new Frame(index, dependencies));
        }
        catch (GraphRunException error)
        {
            Fail(index, error);
        }
    }

    private void Follow(int dependency)
    {
        if (CanOpen(dependency))
            Open(dependency);
        else if (states[dependency] == State.Open)
            FailCycle(dependency);
    }

    private void Close(Frame frame)
    {
        if (frame.IsOnCycle || frame.Dependencies.Nodes.Exists(dependency => states[dependency] == State.Failed))
            states[frame.Index] = State.Failed;
        else if (frame.Dependencies.Nodes.Exists(dependency => states[dependency] == State.Postponed))
            states[frame.Index] = State.Postponed;
        else
            Bind(frame);
    }

    private void Bind(Frame frame)
    {
        try
        {
            bind(frame.Index, frame.Dependencies);
            states[frame.Index] = State.Bound;
        }
        catch (GraphRunException error)
        {
            Fail(frame.Index, error);
        }
    }

    private void Fail(int index, GraphRunException error)
    {
        states[index] = State.Failed;
        var node = context.Nodes[index];
        context.Errors.Add(error, node.Span, node.Name);
    }

    private void FailCycle(int first)
    {
        foreach (var frame in open)
        {
            frame.IsOnCycle = true;
            if (frame.Index == first)
                break;
        }

        var isTold = context.Errors.Count < ErrorList.Most;
        var cycle = isTold ? CyclePath.Shortest(context, first, index => states[index] != State.Bound) : [first];
        var node = context.Nodes[first];
        context.Errors.Add(
            ErrorCode.Cycle,
            $"these nodes need each other: {CyclePath.Print(context.Nodes, cycle)}",
            node.Span,
            "feed one of them from a variable",
            node.Name);
    }

    private sealed class Frame(int index, Dependencies dependencies)
    {
        public int Index { get; } = index;

        public Dependencies Dependencies { get; } = dependencies;

        /// <summary>The next dependency to look at.</summary>
        public int Next { get; set; }

        public bool IsOnCycle { get; set; }
    }
}
