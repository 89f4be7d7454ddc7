using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>The stack behind a handle of StackV2 (TensorFlow's <c>core/kernels/stack.cc</c>).</summary>
/// <param name="name">For messages.</param>
/// <param name="dtype">The dtype of every tensor.</param>
/// <param name="limit">The most tensors; negative for no limit.</param>
internal sealed class TensorStack(string name, DType dtype, long limit)
{
    private readonly Stack<Tensor> tensors = [];
    private bool isClosed;

    /// <exception cref="GraphRunException"><c>Stack[s] overflowed its max_size (2)</c></exception>
    public void Push(Tensor tensor)
    {
        RequireOpen();
        RequireDType(tensor.DType);
        if (limit >= 0 && tensors.Count >= limit)
            throw IntegerTensors.Invalid($"Stack[{name}] overflowed its max_size ({limit})");
        tensors.Push(tensor);
    }

    /// <exception cref="GraphRunException"><c>Stack[s] is empty when calling Pop().</c></exception>
    public Tensor Pop(DType wanted)
    {
        RequireOpen();
        RequireDType(wanted);
        return tensors.TryPop(out var tensor) ? tensor : throw IntegerTensors.Invalid($"Stack[{name}] is empty when calling Pop().");
    }

    public void Close()
    {
        tensors.Clear();
        isClosed = true;
    }

    private void RequireOpen()
    {
        if (isClosed)
            throw IntegerTensors.Invalid($"Stack[{name}] has already been closed.");
    }

    private void RequireDType(DType other)
    {
        if (other != dtype)
            throw IntegerTensors.Invalid($"Must have type {dtype.Name()} but got {other.Name()}");
    }
}
