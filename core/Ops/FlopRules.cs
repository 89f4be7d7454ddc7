using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>
/// Counts the floating-point operations of one run of a node, a multiplication with its addition as two, from inferred shapes. An unknown
/// first dim, the batch, counts as 1; null when other dims leave the count open.
/// </summary>
public delegate long? FlopRule(Node node);

/// <summary>Rules that several ops share.</summary>
public static class FlopRules
{
    /// <summary>The count of a node by its op's own rule; by default one for each element of an elementwise op, and none for others.</summary>
    public static long? Of(Node node) =>
        node.Op.Flops is { } rule ? rule(node) : node.Op.WorksInPlace && node.OutputShapes.Length > 0 ? PerOutput(1)(node) : 0;

    /// <summary>So many for each element of the first output.</summary>
    public static FlopRule PerOutput(long count) => node => Times(Elements(node.OutputShapes[0]), count);

    /// <summary>One for each element of the first input: reductions.</summary>
    public static FlopRule PerInput { get; } = node => Elements(node.Inputs[0].Shape);

    /// <summary>Matrix products: two for each element of the output and step along the inner dim, the last of the first input.</summary>
    /// <param name="transposed">The attr with which the inner dim is the last but one.</param>
    public static FlopRule Product(string transposed) => node =>
    {
        var a = node.Inputs[0].Shape;
        if (!a.HasRank || a.Rank < 2)
            return null;
        var inner = a[node.Attrs.Bool(transposed) ? -2 : -1];
        return inner < 0 ? null : Times(Elements(node.OutputShapes[0]), 2 * inner);
    };

    /// <summary>Convolutions: two for each element of the output and weight that takes part in it.</summary>
    /// <param name="outputDims">How many of the filter's last dims tell weights of different outputs apart.</param>
    public static FlopRule Convolution(int outputDims) => node =>
    {
        var filter = node.Inputs[1].Shape;
        if (!filter.IsFullyDefined)
            return null;
        long weights = 1;
        for (var axis = 0; axis < filter.Rank - outputDims; axis++)
            weights *= filter[axis];
        return Times(Elements(node.OutputShapes[0]), 2 * weights);
    };

    /// <summary>Pooling: one for each element of the output and place of the window.</summary>
    public static FlopRule Pooling { get; } = node =>
    {
        long window = 1;
        foreach (var size in node.Attrs.Ints("ksize"))
            window *= size;
        return Times(Elements(node.OutputShapes[0]), window);
    };

    /// <summary>The number of elements with an unknown first dim as 1; null when another is unknown.</summary>
    public static long? Elements(Shape shape)
    {
        if (!shape.HasRank)
            return null;
        long? count = 1;
        for (var axis = 0; axis < shape.Rank; axis++)
            count = shape[axis] >= 0 ? Times(count, shape[axis]) : axis == 0 ? count : null;
        return count;
    }

    /// <summary>A count that would not fit a long is as unknown as one of unknown dims.</summary>
    private static long? Times(long? count, long factor)
    {
        var product = (Int128)(count ?? 0) * factor;
        return count is null || product > long.MaxValue ? null : (long)product;
    }
}
