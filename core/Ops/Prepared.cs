using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>
/// What a kernel works out from the shape of its data and the values of its other, small inputs before it touches an element. It
/// is kept from run to run as long as these stay the same, which they mostly do.
/// </summary>
/// <param name="data">The input of which only the shape matters.</param>
/// <param name="prepare">Works it out.</param>
internal sealed class Prepared<T>(int data, Func<Step, T> prepare)
{
    private Shape? shape;
    private byte[][] values = [];
    private T result = default!;

    public T Get(Step step)
    {
        if (shape is not null && shape.Equals(step.Input(data).Shape) && AreUnchanged(step))
            return result;
        shape = null;
        result = prepare(step);
        values = new byte[step.InputCount][];
        for (var i = 0; i < values.Length; i++)
            values[i] = i == data ? [] : Bytes(step.Input(i)).ToArray();
        shape = step.Input(data).Shape;
        return result;
    }

    private bool AreUnchanged(Step step)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i != data && !Bytes(step.Input(i)).SequenceEqual(values[i]))
                return false;
        }

        return true;
    }

    private static Span<byte> Bytes(Tensor tensor) => tensor.Bytes(0, checked((int)tensor.ByteCount));
}
