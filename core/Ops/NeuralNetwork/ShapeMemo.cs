using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>What a kernel works out from two shapes, kept from run to run as long as they stay the same, which they mostly do.</summary>
internal sealed class ShapeMemo<T>(Func<Shape, Shape, T> compute)
{
    private Shape? first;
    private Shape? second;
    private T result = default!;

    public T Get(Shape x, Shape y)
    {
        if (!x.Equals(first) || !y.Equals(second))
        {
            result = compute(x, y);
            (first, second) = (x, y);
        }

        return result;
    }
}
