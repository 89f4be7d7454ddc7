namespace GraphRun.Graphs;

/// <summary>
/// The order in which nodes are declared, whatever the order they are added in: by their place in the file, those of one place as they
/// are added. A call that expands into nodes with places of their own opens a block, which stands as a whole at the call's place.
/// </summary>
internal sealed class DeclarationOrder
{
    private readonly Block root = new(null);
    private Block current;

    internal DeclarationOrder() => current = root;

    /// <summary>Nodes added from now on stand at this place of the current block.</summary>
    internal void MoveTo(int place) => current.Place = place;

    internal void Add(Node node)
    {
        node.Statement = root.Place;
        current.Entries.Add(new Entry(current.Place, node, null));
    }

    internal void OpenBlock()
    {
        var inner = new Block(current);
        current.Entries.Add(new Entry(current.Place, null, inner));
        current = inner;
    }

    internal void CloseBlock() => current = current.Outer ?? throw new InvalidOperationException("no block is open");

    /// <summary>All nodes in order.</summary>
    internal List<Node> Flatten()
    {
        var nodes = new List<Node>();
        var open = new Stack<IEnumerator<Entry>>([root.InOrder()]);
        while (open.TryPeek(out var entries))
        {
            if (!entries.MoveNext())
                open.Pop();
            else if (entries.Current.Node is { } node)
                nodes.Add(node);
            else
                open.Push(entries.Current.Inner!.InOrder());
        }

        return nodes;
    }

    /// <summary>A node or a block; exactly one of the two exists.</summary>
    private readonly record struct Entry(int Place, Node? Node, Block? Inner);

    private sealed class Block(Block? outer)
    {
        public Block? Outer { get; } = outer;

        public int Place { get; set; } = -1;

        public List<Entry> Entries { get; } = [];

        /// <summary>The sort is stable: what stands at one place stays as it was added.</summary>
        public IEnumerator<Entry> InOrder() => Entries.OrderBy(entry => entry.Place).GetEnumerator();
    }
}
