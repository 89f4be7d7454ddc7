using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>
/// The array behind a TensorArray handle: made anew in each run, written once per index, and read in the order that the ops' 'flow' edges
/// give (TensorFlow's <c>core/kernels/tensor_array.h</c>).
/// </summary>
/// <param name="name">For messages.</param>
/// <param name="isGradient">Writing to an index again adds, because several reads may send their gradients there.</param>
internal sealed class TensorArray(string name, DType dtype, long size, Shape elementShape, bool isGradient = false)
{
    private readonly List<Element> elements = [.. new Element[size]];
    private readonly Dictionary<string, TensorArray> gradients = [];
    private bool isClosed;

    /// <summary>What an index holds.</summary>
    /// <param name="Shape">The shape of what was written, or in an array of gradients of the element that the gradient is of.</param>
    private readonly record struct Element(Tensor? Value, State State, Shape? Shape);

    private enum State
    {
        Unset,
        Set,
        Read,
        Cleared,
    }

    public DType DType => dtype;

    /// <summary>The array grows as far as writes need.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>An element is forgotten once it has been read.</summary>
    public bool ClearsAfterRead { get; init; }

    /// <summary>All elements must have the shape of the first one written.</summary>
    public bool HasIdenticalShapes { get; init; }

    /// <summary>What is known of the shape of every element.</summary>
    public Shape ElementShape { get; private set; } = elementShape;

    public int Count
    {
        get
        {
            RequireOpen();
            return elements.Count;
        }
    }

    public void Write(long index, Tensor value)
    {
        RequireOpen();
        if (index < 0 || (index >= elements.Count && !IsDynamic))
            throw Error($"Tried to write to index {index} but array is not resizeable and size is: {elements.Count}");
        if (value.DType != dtype)
            throw Unwritable(index, $"because the value dtype is {value.DType.Name()} but TensorArray dtype is {dtype.Name()}.");
        if (!ElementShape.Accepts(value.Shape))
        {
            throw Unwritable(
                index,
                $"because the value shape is {value.Shape} which is incompatible with the TensorArray's inferred element shape: "
                + $"{ElementShape} (consider setting infer_shape=False).");
        }

        Grow(index);
        elements[(int)index] = new Element(Combine((int)index, value), State.Set, value.Shape);
        if (HasIdenticalShapes)
            ElementShape = value.Shape;
    }

    public Tensor Read(long index)
    {
        RequireOpen();
        if (index < 0 || index >= elements.Count)
            throw Error($"Tried to read from index {index} but array size is: {elements.Count}");
        var element = elements[(int)index];
        if (element.State == State.Cleared)
        {
            throw Error(
                $"Could not read index {index} twice because it was cleared after a previous read "
                + "(perhaps try setting clear_after_read = false?).");
        }

        var value = element.Value ?? Zeros(index, element.Shape ?? ElementShape);
        elements[(int)index] = ClearsAfterRead ? new Element(null, State.Cleared, value.Shape) : new Element(value, State.Read, value.Shape);
        return value;
    }

    /// <summary>Makes room for <paramref name="count"/> elements written at once.</summary>
    public void RequireCount(long count)
    {
        RequireOpen();
        if (count != elements.Count && !IsDynamic)
        {
            throw IntegerTensors.Invalid(
                $"TensorArray's size is not equal to the size of lengths ({elements.Count} vs. {count}), "
                + "and the TensorArray is not marked as dynamically resizeable");
        }

        Grow(count - 1);
    }

    public void Close()
    {
        elements.Clear();
        isClosed = true;
    }

    /// <summary>The array that collects gradients of this one's elements for one calculation of gradients.</summary>
    public TensorArray Gradient(string source)
    {
        RequireOpen();
        if (gradients.TryGetValue(source, out var known))
            return known;
        var gradient = new TensorArray($"{name}@{source}", dtype, elements.Count, ElementShape, isGradient: true)
        {
            HasIdenticalShapes = HasIdenticalShapes,
        };
        for (var i = 0; i < elements.Count; i++)
            gradient.elements[i] = new Element(null, State.Unset, elements[i].Shape);
        gradients.Add(source, gradient);
        return gradient;
    }

    /// <summary>The value with what was written to the index before, in an array of gradients.</summary>
    private Tensor Combine(int index, Tensor value)
    {
        var (old, state, _) = elements[index];
        if (state == State.Unset)
            return value;
        if (state is State.Read or State.Cleared)
            throw Unwritable(index, "because it has already been read.");
        if (!isGradient)
            throw Unwritable(index, "because it has already been written to.");
        if (!old!.Shape.Equals(value.Shape))
        {
            throw Error(
                $"Could not aggregate to TensorArray index {index} because the existing shape is {old.Shape} "
                + $"but the new input shape is {value.Shape}.");
        }

        var sum = Tensor.Allocate(dtype, value.Shape);
        Kernels.Elementwise.BinaryNumber<AddOperator>(old, value, sum);
        return sum;
    }

    private void Grow(long index)
    {
        while (elements.Count <= index)
            elements.Add(default);
    }

    private Tensor Zeros(long index, Shape shape) => shape.IsFullyDefined ? ListArguments.Zeros(dtype, shape) : throw Error(
        $"Could not read from TensorArray index {index}. Furthermore, the element shape is not fully defined: {shape}. It is possible you "
        + "are working with a resizeable TensorArray and stop_gradients is not allowing the gradients to be written. If you set the full "
        + "element_shape property on the forward TensorArray, the proper all-zeros tensor will be returned instead of incurring this error.");

    private void RequireOpen()
    {
        if (isClosed)
            throw IntegerTensors.Invalid($"TensorArray {name} has already been closed.");
    }

    private GraphRunException Unwritable(long index, string reason) => Error($"Could not write to TensorArray index {index} {reason}");

    private GraphRunException Error(string message) => IntegerTensors.Invalid($"TensorArray {name}: {message}");
}
