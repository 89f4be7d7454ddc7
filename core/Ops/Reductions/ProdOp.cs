using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Reductions;

/// <summary>Products.</summary>
public static class ProdOp
{
    [Op("reduce_prod")]
    public static OpDef Prod { get; } = Declaration.Of(
        "Prod", "reduce_prod", "The product over axes; 1 over no elements. Integers wrap on overflow.", Declaration.Numbers, Reduction.Product, Gradient);

    /// <summary>
    /// Every element gets the product of the others, made of the products of those before and behind it, so that zeros do no harm
    /// (TensorFlow's <c>_ProdGrad</c>): the reduced dims are brought to the front and laid out as one.
    /// </summary>
    private static IReadOnlyList<Output?> Gradient(GradientContext context)
    {
        var (input, zero) = (context.Input(0), context.Builder.Constant(Tensor.Scalar(0)));
        var (shape, rank) = (context.ShapeOf(input), context.Call("Rank", input));
        var axes = context.Input(1).DType == DType.Int32 ? context.Input(1) : context.Call("Cast", [context.Input(1)], ("DstT", DType.Int32));
        var reduced = context.Call("Reshape", context.Call("FloorMod", axes, rank), context.Constant(-1));
        var one = context.Builder.Constant(Tensor.Scalar(1));
        var others = context.Call("ListDiff", context.Call("Range", zero, rank, one), reduced);
        var order = context.Call("ConcatV2", reduced, others, zero);
        var permuted = context.Call("Transpose", input, order);
        var count = context.Call("Prod", context.Call("GatherV2", shape, reduced, zero), zero);
        var rest = context.Call("Prod", context.Call("GatherV2", shape, others, zero), zero);
        var rows = context.Call("Reshape", permuted, context.Call("Pack", count, rest));
        var before = context.Call("Cumprod", [rows, zero], ("exclusive", true));
        var behind = context.Call("Cumprod", [rows, zero], ("exclusive", true), ("reverse", true));
        var products = context.Call("Reshape", context.Call("Mul", before, behind), context.Call("Shape", permuted));
        var slope = context.Call("Transpose", products, context.Call("InvertPermutation", order));
        return [context.Call("Mul", Declaration.Stretch(context, context.Gradient()!.Value), slope), null];
    }
}
