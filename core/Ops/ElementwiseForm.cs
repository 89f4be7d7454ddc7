using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>How an elementwise node is computed on blocks of its operands.</summary>
/// <param name="Kernel">Its kernel for operands that all have the same shape, or one element each.</param>
/// <param name="Shape">
/// The shape of the node's output for operands of these shapes; null when they do not fit, so that the op's own kernel has to say what is wrong.
/// </param>
public sealed record ElementwiseForm(KernelFactory Kernel, Func<Shape[], Shape?> Shape)
{
    /// <summary>The node adds its two operands: a product's kernel can do that to its result.</summary>
    internal bool IsSum { get; init; }

    /// <summary>What the node is to a product's kernel.</summary>
    internal FusedActivation Activation { get; init; }

    /// <summary>Operands that broadcast.</summary>
    internal static Func<Graphs.Node, ElementwiseForm?> Broadcasting(
        KernelFactory kernel, bool isSum = false, FusedActivation activation = FusedActivation.None)
    {
        var form = new ElementwiseForm(kernel, Combined) { IsSum = isSum, Activation = activation };
        return _ => form;
    }

    /// <summary>Operands that must have one shape.</summary>
    internal static Func<Graphs.Node, ElementwiseForm?> OfOneShape(KernelFactory kernel)
    {
        var form = new ElementwiseForm(kernel, shapes => Array.TrueForAll(shapes, shape => shape.Equals(shapes[0])) ? shapes[0] : null);
        return _ => form;
    }

    /// <summary>What the shapes broadcast to.</summary>
    internal static Shape? Combined(Shape[] shapes)
    {
        try
        {
            var combined = shapes[0];
            for (var i = 1; i < shapes.Length; i++)
                combined = Tensors.Broadcasting.Combine(combined, shapes[i]);
            return combined;
        }
        catch (GraphRunException)
        {
            return null;
        }
    }
}
