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
        if (!form.TransposeLeft && builder.Constant(1) is { DType: DType.Float32 or DType.Float64, Rank: 2 } constant)
            weights = constant;
    }

    internal void Run(Step step)
    {
        var (a, b) = (step.Input(0), step.Input(1));
        var product = step.Allocate(0, MatMulOp.ProductShape(a, b, form));
        if (product.DType is not (DType.Float32 or DType.Float64))
        {
            MatrixProduct.Run(a, b, form, product);
            return;
        }

        if (hasRun && weights is not null && a.Shape[0] >= FewestRows)
            packed ??= FinishedProduct.Pack(weights, form.TransposeRight);
        FinishedProduct.Run(a, b, packed, form, product, epilogue?.Finish(step, product, Finish.Nothing) ?? Finish.Nothing);
        hasRun = true;
    }
}
