using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>
/// A list of tensors that never changes: an update makes a new list. Lists made from each other share one array, which belongs to the
/// newest; an older one knows in which single element it differs from the next newer. So an update costs one assignment as long as the
/// list it started from is not used again, and a copy when it is (Baker, "Shallow binding makes functional arrays fast", 1991).
/// </summary>
internal sealed class TensorList
{
    private Tensor?[]? items;
    private TensorList? newer;
    private int changed;
    private Tensor? before;

    private TensorList(Tensor?[] items, int count, DType dtype, Shape elementShape, long limit)
    {
        this.items = items;
        Count = count;
        DType = dtype;
        ElementShape = elementShape;
        Limit = limit;
    }

    public int Count { get; }

    /// <summary>The dtype of the elements.</summary>
    public DType DType { get; }

    /// <summary>What is known of the shape that every element has.</summary>
    public Shape ElementShape { get; }

    /// <summary>The number of elements that the list may grow to; negative for no limit.</summary>
    public long Limit { get; }

    /// <summary>An element; null when none was set.</summary>
    public Tensor? this[int index] => Own()[index];

    /// <summary>A list of these elements, null where none is set. The array is the list's from here on.</summary>
    public static TensorList Of(Tensor?[] elements, DType dtype, Shape elementShape, long limit = -1) =>
        new(elements, elements.Length, dtype, elementShape, limit);

    /// <summary>The list with another element at an index.</summary>
    public TensorList With(int index, Tensor element) => Changed(index, element, Count);

    /// <summary>The list with one more element at its end.</summary>
    public TensorList Append(Tensor element)
    {
        var own = Own();
        if (Count < own.Length)
            return Changed(Count, element, Count + 1);
        var larger = new Tensor?[Math.Max(4, Count * 2)];
        own.CopyTo(larger, 0);
        larger[Count] = element;
        return new TensorList(larger, Count + 1, DType, ElementShape, Limit);
    }

    /// <summary>The list without its last element.</summary>
    public TensorList RemoveLast() => Changed(Count - 1, null, Count - 1);

    /// <summary>The first elements of the list, or the list followed by elements that are not set.</summary>
    public TensorList Resize(int count)
    {
        var resized = new Tensor?[count];
        Own().AsSpan(0, Math.Min(count, Count)).CopyTo(resized);
        return new TensorList(resized, count, DType, ElementShape, Limit);
    }

    private TensorList Changed(int index, Tensor? element, int count)
    {
        var own = Own();
        var next = new TensorList(own, count, DType, ElementShape, Limit);
        (items, newer, changed, before) = (null, next, index, own[index]);
        own[index] = element;
        return next;
    }

    /// <summary>The array of this very list, made from the newest one's when a newer list has taken it over.</summary>
    private Tensor?[] Own()
    {
        if (items is not null)
            return items;
        var between = new Stack<TensorList>();
        var newest = this;
        for (; newest.items is null; newest = newest.newer!)
            between.Push(newest);
        var own = (Tensor?[])newest.items.Clone();
        foreach (var list in between)
            own[list.changed] = list.before;
        (items, newer, before) = (own, null, null);
        return own;
    }
}
