using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Cli.Measurements;

/// <summary>Values for placeholders that a measurement is not given: the same on every machine.</summary>
internal static class MadeUpValues
{
    /// <summary>The declared shape with 1 for every unknown dim; float32 and float64 numbers from -1 to 1, everything else zeros.</summary>
    public static Tensor Of(Output placeholder)
    {
        var dims = new long[Math.Max(0, placeholder.Shape.Rank)];
        for (var axis = 0; axis < dims.Length; axis++)
            dims[axis] = Math.Max(1, placeholder.Shape[axis]);
        var tensor = Tensor.Allocate(placeholder.DType, Shape.Of(dims));
        if (placeholder.DType == DType.Float32)
            Fill(tensor.Writable<float>(), number => (float)number);
        else if (placeholder.DType == DType.Float64)
            Fill(tensor.Writable<double>(), number => number);
        else if (!placeholder.DType.IsReference())
            tensor.Bytes(0, (int)Math.Min(tensor.ByteCount, int.MaxValue)).Clear();
        return tensor;
    }

    // The linear congruential generator of Numerical Recipes, its upper 24 bits.
    private static void Fill<T>(Span<T> elements, Func<double, T> convert)
    {
        var state = 1u;
        foreach (ref var element in elements)
        {
            state = (state * 1664525) + 1013904223;
            element = convert(((state >> 8) / (double)(1 << 23)) - 1);
        }
    }
}
