using GraphRun.Execution;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>
/// MatMul's kernel. A constant right matrix is packed at the second run, because packing costs as much as a product of few rows; the bits
/// are the same.
/// </summary>
internal sealed class PlannedProduct
{
    // With fewer rows a product is as fast from where the matrix stands.
    private const long FewestRows = 8;

    private readonly ProductForm form;
    private readonly Tensor? weights;
    private readonly Epilogue? epilogue;
    private PackedMatrix? packed;
    private bool hasRun;

    internal PlannedProduct(KernelBuilder builder)
    {
        form = new ProductForm(builder.Attrs.Bool("transpose_a"), builder.Attrs.Bool("transpose_b"));
        epilogue = builder.Epilogue;
        if (!form.TransposeLeft && builder.Constant(1) is { DType: DType.Float32, Rank: 2 } constant)
            weights = constant;
    }

    internal void Run(Step step)
    {
        var (a, b) = (step.Input(0), step.Input(1));
        var product = step.Allocate(0, MatMulOp.ProductShape(a, b, form));
        if (epilogue?.Begin(step, product) is { } finish)
            Multiply(a, b, product, new RectangleEpilogue<float>(finish));
        else if (product.DType == DType.Float32)
            Multiply(a, b, product, default(NoEpilogue<float>));
        else
            MatrixProduct.Run(a, b, form, product);
    }

    private void Multiply<TEpilogue>(Tensor a, Tensor b, Tensor product, in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<float>
    {
        if (hasRun && weights is not null && a.Shape[0] >= FewestRows)
            MatrixProduct.Run(a, packed ??= MatrixProduct.Pack(weights, form.TransposeRight), product, in epilogue);
        else
            MatrixProduct.Run(a, b, form, product, in epilogue);
        hasRun = true;
    }
}
