using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>The product of two matrices.</summary>
public static class MatMulOp
{
    [Op]
    public static OpDef MatMul { get; } = new()
    {
        Name = "MatMul",
        Summary = "The product of two matrices, either of which may be transposed first. Every element is added up along the inner dim in ascending order.",
        Inputs = ["a: T", "b: T"],
        Outputs = ["product: T"],
        Attrs = [
            "transpose_a: bool = false",
            "transpose_b: bool = false",
            "T: {bfloat16, half, float, double, int32, int64, uint8, uint16, uint32, uint64, complex64, complex128}",
            "grad_a: bool = false",
            "grad_b: bool = false"],
        Example = "MatMul([[1.0, 2.0]], [[3.0], [4.0]])",
        Shape = context =>
        {
            var (a, b) = (context.WithRank(0, 2), context.WithRank(1, 2));
            var (transposeA, transposeB) = (context.Attrs.Bool("transpose_a"), context.Attrs.Bool("transpose_b"));
            ShapeContext.Merge(a[transposeA ? 0 : 1], b[transposeB ? 1 : 0]);
            var (row, column) = (transposeA ? 1 : 0, transposeB ? 0 : 1);
            context.Output(0, Shape.Named([a[row], b[column]], [a.NameOf(row), b.NameOf(column)]));
        },
        Kernel = builder => new PlannedProduct(builder).Run,
        TakesEpilogue = node => node.OutputDTypes[0] == DType.Float32,
        Gradient = Gradient,
        Flops = FlopRules.Product("transpose_a"),
    };

    /// <summary>The shape of a product.</summary>
    /// <exception cref="GraphRunException"><c>Matrix size-incompatible: In[0]: [2,3], In[1]: [4,5]</c></exception>
    internal static Shape ProductShape(Tensor a, Tensor b, ProductForm form)
    {
        if (a.Rank != 2 || b.Rank != 2)
            throw IntegerTensors.Invalid($"In[{(a.Rank != 2 ? 0 : 1)}] is not a matrix. Instead it has shape {(a.Rank != 2 ? a : b).Shape}");
        if (a.Shape[form.TransposeLeft ? 0 : 1] != b.Shape[form.TransposeRight ? 1 : 0])
            throw new GraphRunException(ErrorCode.InvalidArgument, $"Matrix size-incompatible: In[0]: {a.Shape}, In[1]: {b.Shape}");
        return Shape.Of(a.Shape[form.TransposeLeft ? 1 : 0], b.Shape[form.TransposeRight ? 0 : 1]);
    }

    /// <summary>The four cases of TensorFlow's <c>_MatMulGrad</c> (<c>math_grad.py</c>).</summary>
    private static IReadOnlyList<Output?> Gradient(GradientContext context)
    {
        var (gradient, a, b) = (context.Gradient()!.Value, context.Input(0), context.Input(1));
        var attrs = context.Node.Attrs;
        return (attrs.Bool("transpose_a"), attrs.Bool("transpose_b")) switch
        {
            (false, false) => [Product(gradient, b, false, true), Product(a, gradient, true, false)],
            (false, true) => [Product(gradient, b, false, false), Product(gradient, a, true, false)],
            (true, false) => [Product(b, gradient, false, true), Product(a, gradient, false, false)],
            (true, true) => [Product(b, gradient, true, true), Product(gradient, a, true, true)],
        };

        Output Product(Output x, Output y, bool transposeX, bool transposeY) =>
            context.Call("MatMul", [x, y], ("transpose_a", transposeX), ("transpose_b", transposeY));
    }
}
